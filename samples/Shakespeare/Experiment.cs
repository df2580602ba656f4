using System;
using System.Diagnostics;
using System.Globalization;
using System.Threading;
using NetCompiler.Training;

namespace NetCompiler.Samples.Shakespeare;

/// <summary>The whole story of a network: summary, training, saving, loading, and a text that it writes.</summary>
internal static class Experiment
{
    // Where gradients explode, one long step would undo many short ones.
    private const float ClipNorm = 1f;

    // Or a tenth of a training that is shorter than ten times as many.
    private const int WarmupSteps = 100;

    /// <summary>Runs it.</summary>
    /// <typeparam name="TNetwork">The network's class.</typeparam>
    /// <param name="create">Makes a network from a seed.</param>
    /// <param name="text">The text to train on; not read where the options name weights.</param>
    /// <param name="options">What the command line asks for.</param>
    /// <param name="view">Shows everything.</param>
    /// <param name="cancellation">Ends the training early; what has been learnt is then saved. While the network writes: ends the text.</param>
    public static void Run<TNetwork>(Func<int, TNetwork> create, string text, ShakespeareOptions options, TerminalView view, CancellationToken cancellation)
        where TNetwork : class, ICharacterModel<TNetwork>
    {
        int[] prompt = Alphabet.Encode(options.Prompt, "--prompt");
        view.ShowSummary(TNetwork.Description.Summary);
        string weights = options.Weights?.FullName ?? options.Output.FullName;
        if (options.Weights is null)
        {
            TNetwork network = create(options.Seed);
            Train(network, TextData.Of(text, options.Dataset, TNetwork.Description.Inputs[0].Length), options, view, cancellation);
            NetworkFile.Save(network, weights, new NetworkMetadata());
            view.ShowMessage($"weights saved to {weights}");
        }

        TNetwork loaded = NetworkFile.Load<TNetwork>(weights);
        view.ShowMessage(options.Weights is null ? "the same weights, loaded again, write:" : $"the weights of {weights} write:");
        view.ShowMessage(string.Empty);
        view.ShowText(options.Prompt.TrimStart('\n'));
        long started = Stopwatch.GetTimestamp();
        int written = TextWriting.Write(loaded, prompt, options.Length, new Sampler(options.Temperature, options.TopK, options.Seed), view.ShowCharacter, cancellation);
        TimeSpan time = Stopwatch.GetElapsedTime(started);
        view.ShowMessage(string.Empty);
        view.ShowMessage(string.Empty);
        view.ShowMessage(string.Create(
            CultureInfo.InvariantCulture,
            $"{written} characters in {time.TotalMilliseconds:F0} ms, one a step: {written / Math.Max(time.TotalSeconds, 1e-9):N0} a second"));
    }

    /// <summary>Trains a network and shows how it goes.</summary>
    /// <returns>The report.</returns>
    public static TrainingReport Train<TNetwork>(TNetwork network, TextData data, ShakespeareOptions options, TerminalView view, CancellationToken cancellation)
        where TNetwork : class, ICharacterModel<TNetwork>
    {
        int steps = TNetwork.Description.Inputs[0].Length;
        view.ShowMessage(string.Create(
            CultureInfo.InvariantCulture,
            $"{options.Dataset}: {data.TrainCharacters:N0} characters to train on, {data.ValidationCharacters:N0} to validate, in windows of {steps}"));
        view.ShowMessage(string.Create(CultureInfo.InvariantCulture, $"telling characters by how frequent they are costs {data.FrequencyLoss:F4} nats each"));

        // A short text has few windows: in smaller batches they make more steps.
        int batch = Math.Min(TNetwork.Description.Batch, Math.Max(1, data.Train.Count / 64));
        double rate = LearningRate(options.Model);
        long all = (long)options.Epochs * ((data.Train.Count + batch - 1) / batch);
        var decay = new CosineAnnealingLR(minimumRate: 0.1 * rate) { Unit = ScheduleUnit.Step };
        long warmup = Math.Min(WarmupSteps, all / 10);
        var trainer = new Trainer<TNetwork>(network)
        {
            Optimizer = new AdamW(rate) { WeightDecay = 0.01 },
            Schedule = warmup > 0 ? new Warmup(warmup, decay) : decay,
            Epochs = options.Epochs,
            BatchSize = batch,
            Workers = options.Workers,
            Seed = options.Seed,
            ClipNorm = ClipNorm,
        };
        TrainingReport report = view.ShowTraining(steps, progress =>
        {
            trainer.Progress = progress;
            return trainer.Fit(data.Train, data.Validation, cancellation);
        });
        view.ShowTraining(report, steps, options.Workers);
        return report;
    }

    private static double LearningRate(string model) => model == "transformer" ? 2e-3 : 4e-3;
}
