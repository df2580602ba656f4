using System;
using System.CommandLine;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using NetCompiler.Samples.Data;
using NetCompiler.Samples.Shakespeare;
using NetCompiler.Samples.Training;
using NetCompiler.Training;
using Xunit;

namespace NetCompiler.Samples.Tests;

public sealed class ShakespeareTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Without_options_the_default_network_is_trained_on_the_plays()
    {
        ShakespeareOptions options = await ParseAsync();

        Assert.Equal(("plays", "gru", 8, 1), (options.Dataset, options.Model, options.Epochs, options.Seed));
        Assert.Equal((1000, 0.8, 0, "\n"), (options.Length, options.Temperature, options.TopK, options.Prompt));
        Assert.Null(options.DataFolder);
        Assert.Null(options.Weights);
        Assert.InRange(options.Workers, 1, 2);
        Assert.Equal("plays-gru.safetensors", options.Output.Name);
    }

    [Fact]
    public async Task Every_option_is_read()
    {
        ShakespeareOptions options = await ParseAsync(
            "--dataset", "tinyshakespeare", "--data", "folder", "--model", "lstm", "--epochs", "3", "--seed", "7", "--workers", "1", "--weights", "a.safetensors",
            "--output", "b.safetensors", "--length", "20", "--temperature", "0.5", "--top-k", "3", "--prompt", "KING:");

        Assert.Equal(("tinyshakespeare", "lstm", 3, 7, 1), (options.Dataset, options.Model, options.Epochs, options.Seed, options.Workers));
        Assert.Equal((20, 0.5, 3, "KING:"), (options.Length, options.Temperature, options.TopK, options.Prompt));
        Assert.Equal(("folder", "a.safetensors", "b.safetensors"), (options.DataFolder?.Name, options.Weights?.Name, options.Output.Name));
    }

    [Fact]
    public async Task A_folder_of_data_asks_for_tiny_shakespeare()
    {
        ShakespeareOptions options = await ParseAsync("--data", "folder", "--model", "transformer");

        Assert.Equal(("tinyshakespeare", 3, "tinyshakespeare-transformer.safetensors"), (options.Dataset, options.Epochs, options.Output.Name));
        Assert.Equal("plays", (await ParseAsync("--data", "folder", "--dataset", "plays")).Dataset);
    }

    [Theory]
    [InlineData("--epochs", "0", "--epochs is at least 1.")]
    [InlineData("--workers", "0", "--workers is at least 1.")]
    [InlineData("--seed", "-1", "--seed is at least 0.")]
    [InlineData("--length", "-1", "--length is at least 0.")]
    [InlineData("--top-k", "-1", "--top-k is at least 0.")]
    [InlineData("--temperature", "-0.1", "--temperature is at least 0.")]
    [InlineData("--temperature", "NaN", "--temperature is at least 0.")]
    [InlineData("--temperature", "warm", "warm")]
    [InlineData("--model", "rnn", "rnn")]
    [InlineData("--dataset", "bible", "bible")]
    public void A_value_that_is_none_is_refused_with_a_message(string option, string value, string expected)
    {
        ParseResult result = ShakespeareCommand.Create((_, _) => Task.FromResult(0)).Parse([option, value]);

        Assert.Contains(expected, Assert.Single(result.Errors).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_plays_are_of_the_alphabet_of_tiny_shakespeare()
    {
        string text = TextData.ReadPlays();

        // Encoding refuses other characters.
        int[] tokens = Alphabet.Encode(text, "plays");
        Assert.InRange(tokens.Length, 55_000, 100_000);
        Assert.Equal(text.ReplaceLineEndings("\n"), string.Concat(tokens.Select(Alphabet.Decode)));
        Assert.Equal(Alphabet.Count, Alphabet.Characters.Distinct().Count());
        Assert.Equal(Alphabet.Characters.ToCharArray(), Alphabet.Characters.Order());
    }

    [Fact]
    public void A_character_that_no_network_knows_is_refused_with_its_place()
    {
        InvalidDataException exception = Assert.Throws<InvalidDataException>(() => Alphabet.Encode("To be\r\nor n\u00f6t", "the text"));

        Assert.Contains("the text, line 2: '\u00f6' (U+00F6)", exception.Message, StringComparison.Ordinal);
        Assert.Equal([Alphabet.Encode("a\nb", "the text"), Alphabet.Encode("a\r\nb", "the text")], Enumerable.Repeat(Alphabet.Encode("a\nb", "the text"), 2));
    }

    [Fact]
    public void The_last_tenth_of_a_text_is_for_validation()
    {
        // Letters in their order, again and again.
        string text = string.Concat(Enumerable.Range(0, 1_000).Select(index => (char)('a' + (index % 26))));

        TextData data = TextData.Of(text, "letters", steps: 10);

        Assert.Equal((900, 100), (data.TrainCharacters, data.ValidationCharacters));
        Assert.Equal((178, 9), (data.Train.Count, data.Validation.Count));

        // All letters are as frequent, nearly.
        Assert.Equal(Math.Log(26), data.FrequencyLoss, 0.1);
        Assert.Contains("more than 1000 are needed", Assert.Throws<InvalidDataException>(() => TextData.Of(text, "letters", steps: 100)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void At_temperature_0_the_likeliest_character_is_drawn()
    {
        var sampler = new Sampler(temperature: 0, topK: 0, seed: 1);

        Assert.Equal(2, sampler.Draw([0f, 1f, 3f, 2.9f]));
        Assert.Equal(1, sampler.Draw([-1f, 1e30f, 3f, 2.9f]));
    }

    [Theory]
    [InlineData(1.0, 0)]
    [InlineData(0.5, 0)]
    [InlineData(2.0, 3)]
    public void Characters_are_drawn_as_often_as_the_softmax_says(double temperature, int topK)
    {
        float[] scores = [0.3f, -0.7f, 1.2f, 0.3f, -2f];
        var sampler = new Sampler(temperature, topK, seed: 5);
        int[] counts = new int[scores.Length];
        const int Draws = 40_000;
        for (int draw = 0; draw < Draws; draw++)
        {
            counts[sampler.Draw(scores)]++;
        }

        // 1.2 and both of 0.3 are the three likeliest.
        double[] weights = [.. scores.Select(score => topK == 3 && score < 0 ? 0 : Math.Exp(score / temperature))];
        for (int token = 0; token < scores.Length; token++)
        {
            // Four deviations of a share of 40,000 draws are at most 0.01.
            Assert.Equal(weights[token] / weights.Sum(), counts[token] / (double)Draws, 0.01);
        }
    }

    [Fact]
    public void Of_equal_scores_no_more_are_kept_than_asked_for()
    {
        var sampler = new Sampler(1, topK: 2, seed: 3);
        int[] drawn = [.. Enumerable.Range(0, 200).Select(_ => sampler.Draw([1f, 2f, 1f, 1f])).Distinct().Order()];

        Assert.Equal([0, 1], drawn);
    }

    [Fact]
    public void A_short_training_on_the_plays_learns_more_than_frequencies()
    {
        TextData data = TextData.Of(TextData.ReadPlays()[..30_000], "plays", CharacterGru.InputLength);
        using var output = new StringWriter(CultureInfo.InvariantCulture);
        ShakespeareOptions options = Options("gru", epochs: 1);

        TrainingReport report = Experiment.Train(new CharacterGru(1), data, options, new TerminalView(output), TestContext.Current.CancellationToken);

        double? loss = report.Epochs[^1].ValidationLoss;
        Assert.InRange(data.FrequencyLoss, 3.1, 3.5);
        Assert.True(loss < data.FrequencyLoss - 0.6, $"{loss} nats a character, and {data.FrequencyLoss} by frequency.");
        Assert.Contains("validation loss: " + loss!.Value.ToString("F4", CultureInfo.InvariantCulture), output.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("gru")]
    [InlineData("lstm")]
    [InlineData("transformer")]
    public void A_whole_run_saves_weights_with_which_another_writes_the_same(string model)
    {
        string first = Run(model, TextData.ReadPlays()[..4_000], Options(model, epochs: 1));
        string again = Run(model, string.Empty, Options(model, epochs: 1) with { Weights = new FileInfo(_folder.At("weights.safetensors")) });
        string other = Run(model, string.Empty, Options(model, epochs: 1) with { Weights = new FileInfo(_folder.At("weights.safetensors")), Seed = 2 });

        Assert.Equal(Written(first), Written(again));
        Assert.NotEqual(Written(first), Written(other));
        Assert.Equal(40, Written(first).Length - "KING:".Length);
        Assert.Contains("40 characters in ", first, StringComparison.Ordinal);

        string Run(string name, string text, ShakespeareOptions options)
        {
            using var output = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
            var view = new TerminalView(output);
            switch (name)
            {
                case "gru":
                    Experiment.Run(seed => new CharacterGru(seed), text, options, view, TestContext.Current.CancellationToken);
                    break;
                case "lstm":
                    Experiment.Run(seed => new CharacterLstm(seed), text, options, view, TestContext.Current.CancellationToken);
                    break;
                default:
                    Experiment.Run(seed => new CharacterTransformer(seed), text, options, view, TestContext.Current.CancellationToken);
                    break;
            }

            return output.ToString();
        }

        // What stands between the line that announces the text, an empty one, and the count behind another.
        static string Written(string output)
        {
            int start = output.IndexOf("write:\n\n", StringComparison.Ordinal) + "write:\n\n".Length;
            return output[start..output.LastIndexOf("\n\n40 characters", StringComparison.Ordinal)];
        }
    }

    [Fact]
    public void A_training_is_a_function_of_its_seed_and_not_of_its_workers()
    {
        TextData data = TextData.Of(TextData.ReadPlays()[..3_000], "plays", CharacterGru.InputLength);
        float[] one = Train(1, 1);

        Assert.Equal(one, Train(1, 2));
        Assert.NotEqual(one, Train(2, 1));

        float[] Train(int seed, int workers)
        {
            var network = new CharacterGru(seed);
            Experiment.Train(network, data, Options("gru", epochs: 1) with { Seed = seed, Workers = workers }, new TerminalView(TextWriter.Null), TestContext.Current.CancellationToken);
            return network.Parameters["4.weight"].ToArray();
        }
    }

    [Fact]
    public void Steps_give_the_scores_of_the_whole_window()
    {
        SameAsWindow(new CharacterGru(3), (network, tokens, scores) => network.Forward(tokens, scores));
        SameAsWindow(new CharacterLstm(3), (network, tokens, scores) => network.Forward(tokens, scores));
        SameAsWindow(new CharacterTransformer(3), (network, tokens, scores) => network.Forward(tokens, scores));
    }

    [Fact]
    public void A_token_that_is_none_is_refused_by_a_step()
    {
        var network = new CharacterGru(1);
        float[] scores = new float[Alphabet.Count];

        string message = Assert.Throws<ArgumentException>(() => network.Step([65], scores)).Message;
        Assert.Contains("65", message, StringComparison.Ordinal);
        Assert.Contains("0 to 64", message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => network.Step([-1], scores));
    }

    [Fact]
    public void A_text_goes_on_beyond_the_window()
    {
        // The transformer looks back at 128 characters.
        var text = new StringBuilder();
        int written = TextWriting.Write(new CharacterTransformer(1), [0], 140, new Sampler(1, 0, 1), character => text.Append(character), TestContext.Current.CancellationToken);

        Assert.Equal((140, 140), (written, text.Length));
        using var cancelled = new CancellationTokenSource();
        written = TextWriting.Write(
            new CharacterGru(1),
            [0],
            140,
            new Sampler(1, 0, 1),
            character =>
            {
                if (text.Append(character).Length == 145)
                {
                    cancelled.Cancel();
                }
            },
            cancelled.Token);
        Assert.Equal(5, written);
    }

    [Fact]
    public void The_learning_rate_rises_in_a_line_and_falls_along_half_a_cosine()
    {
        var optimizer = new Adam();
        var reports = new Reports();
        var schedule = new WarmupCosine(optimizer, 0.4f, 3, reports);
        float[] rates = [(float)optimizer.LearningRate, .. Enumerable.Range(1, 13).Select(step =>
        {
            schedule.Report(new TrainingProgress(1, 1, step, 13, 0, 0, null, 1, TimeSpan.Zero, step == 13, null, null));
            return (float)optimizer.LearningRate;
        })];

        // (t + 1) / 4 for three steps; then 0.1 + 0.9 (1 + cos(pi (t - 3) / 10)) / 2.
        Assert.Equal([0.1f, 0.2f, 0.3f, 0.4f], rates[..4]);
        Assert.Equal(0.4f * (0.1f + (0.45f * (1 + MathF.Cos(MathF.PI * 0.2f)))), rates[5], 1e-6f);
        Assert.Equal(0.22f, rates[8], 1e-6f);
        Assert.Equal(0.04f, rates[13], 1e-6f);
        Assert.Equal(13, reports.Count);
    }

    [Fact]
    public async Task Tiny_shakespeare_has_the_alphabet()
    {
        string? folder = RealData.Find();
        Assert.SkipUnless(
            folder is not null && File.Exists(Path.Combine(folder, KnownDatasets.TinyShakespeare.Name, KnownDatasets.TinyShakespeareText)),
            "No tiny shakespeare: neither in NETCOMPILER_DATA nor in ../shared/data beside the repository.");

        string text = await TextData.FindAsync(new DirectoryInfo(folder!), _ => { }, TestContext.Current.CancellationToken);

        Assert.Equal(Alphabet.Characters.ToCharArray(), text.Distinct().Order());
        TextData data = TextData.Of(text, "tinyshakespeare", 128);
        Assert.Equal((1_003_854, 111_540), (data.TrainCharacters, data.ValidationCharacters));
        Assert.InRange(data.FrequencyLoss, 3.2, 3.4);
    }

    private static void SameAsWindow<TNetwork>(TNetwork network, Action<TNetwork, int[], float[]> forward)
        where TNetwork : class, ICharacterModel<TNetwork>
    {
        int[] tokens = [.. Alphabet.Encode(TextData.ReadPlays()[..128], "plays")];
        float[] whole = new float[128 * Alphabet.Count];
        float[] scores = new float[Alphabet.Count];
        forward(network, tokens, whole);

        // Twice: a new text begins as the first did.
        for (int text = 0; text < 2; text++)
        {
            network.ResetState();
            for (int step = 0; step < tokens.Length; step++)
            {
                network.Step([tokens[step]], scores);
                for (int token = 0; token < scores.Length; token++)
                {
                    Assert.Equal(whole[(step * Alphabet.Count) + token], scores[token], 2e-5f);
                }
            }
        }
    }

    private static async Task<ShakespeareOptions> ParseAsync(params string[] arguments)
    {
        ShakespeareOptions? options = null;
        RootCommand command = ShakespeareCommand.Create((parsed, _) =>
        {
            options = parsed;
            return Task.FromResult(0);
        });
        Assert.Equal(0, await command.Parse(arguments).InvokeAsync(cancellationToken: CancellationToken.None));
        return options ?? throw new InvalidDataException("The command did not run.");
    }

    private ShakespeareOptions Options(string model, int epochs) =>
        new("plays", null, model, epochs, 1, 1, null, new FileInfo(_folder.At("weights.safetensors")), 40, 1, 0, "KING:");

    private sealed class Reports : IProgress<TrainingProgress>
    {
        public int Count { get; private set; }

        public void Report(TrainingProgress value) => Count++;
    }
}
