using System;
using System.CommandLine;
using System.CommandLine.Parsing;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using NetCompiler.Samples.Data;
using static NetCompiler.Samples.Options.OptionBounds;

namespace NetCompiler.Samples.Shakespeare;

/// <summary>The command line.</summary>
internal static class ShakespeareCommand
{
    /// <summary>Makes the command.</summary>
    /// <param name="run">Does what the options say, and returns the exit code.</param>
    public static RootCommand Create(Func<ShakespeareOptions, CancellationToken, Task<int>> run)
    {
        Option<string?> dataset = new("--dataset")
        {
            Description = $"The text: short plays that come with the program ({TextData.Plays}, the default), or tiny shakespeare, found or downloaded (the default with --data).",
        };
        dataset.AcceptOnlyFromAmong(TextData.Plays, KnownDatasets.TinyShakespeare.Name);
        Option<DirectoryInfo?> data = new("--data")
        {
            Description = $"A folder with the folder {KnownDatasets.TinyShakespeare.Name} in it. Without it: {DatasetLocator.EnvironmentVariable}, the cache, a download.",
        };
        Option<string> model = new("--model")
        {
            Description = "The network: of gated recurrent units, of long short-term memory, or of attention.",
            DefaultValueFactory = _ => "gru",
        };
        model.AcceptOnlyFromAmong("gru", "lstm", "transformer");
        Option<int?> epochs = AtLeast(1, new Option<int?>("--epochs") { Description = "Passes over the training text; 8 over the plays and 3 over tiny shakespeare unless given." });
        Option<int> seed = AtLeast(0, new Option<int>("--seed") { Description = "Seed of everything that is random.", DefaultValueFactory = _ => 1 });
        Option<int> workers = AtLeast(1, new Option<int>("--workers")
        {
            Description = "Threads that share each training step; the result is the same to the bit.",
            DefaultValueFactory = _ => Math.Min(2, Environment.ProcessorCount),
        });
        Option<FileInfo?> weights = new("--weights") { Description = "Writes with the weights of this file, and does not train." };
        Option<FileInfo?> output = new("--output") { Description = "Where the weights go; DATASET-MODEL.safetensors in this folder unless given." };
        Option<int> length = AtLeast(0, new Option<int>("--length") { Description = "Characters to write.", DefaultValueFactory = _ => 1_000 });
        Option<double> temperature = AtLeast(0, new Option<double>("--temperature")
        {
            Description = "Below 1 the text keeps to what is likely, above 1 it wanders; 0 takes the most likely character always.",
            DefaultValueFactory = _ => 0.8,
        });
        Option<int> topK = AtLeast(0, new Option<int>("--top-k") { Description = "Draws from that many of the most likely characters; 0 for all.", DefaultValueFactory = _ => 0 });
        Option<string> prompt = new("--prompt") { Description = "What the network reads before it writes; a line end unless given.", DefaultValueFactory = _ => "\n" };

        var command = new RootCommand("Trains a network on a text, character by character, and lets it write.")
        {
            dataset,
            data,
            model,
            epochs,
            seed,
            workers,
            weights,
            output,
            length,
            temperature,
            topK,
            prompt,
        };
        command.SetAction((parsed, cancellation) =>
        {
            DirectoryInfo? folder = parsed.GetValue(data);
            string text = parsed.GetValue(dataset) ?? (folder is null ? TextData.Plays : KnownDatasets.TinyShakespeare.Name);
            string network = parsed.GetRequiredValue(model);
            string first = parsed.GetRequiredValue(prompt);
            var options = new ShakespeareOptions(
                text,
                folder,
                network,
                parsed.GetValue(epochs) ?? (text == TextData.Plays ? 8 : 3),
                parsed.GetValue(seed),
                parsed.GetValue(workers),
                parsed.GetValue(weights),
                parsed.GetValue(output) ?? new FileInfo($"{text}-{network}.safetensors"),
                parsed.GetValue(length),
                parsed.GetValue(temperature),
                parsed.GetValue(topK),
                first.Length == 0 ? "\n" : first);

            // On another thread: Ctrl+C is listened for once the action has returned its task.
            return Task.Run(() => run(options, cancellation), CancellationToken.None);
        });
        return command;
    }
}
