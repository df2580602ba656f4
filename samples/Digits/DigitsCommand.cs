using System;
using System.CommandLine;
using System.Globalization;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using NetCompiler.Samples.Data;

namespace NetCompiler.Samples.Digits;

/// <summary>The command line.</summary>
internal static class DigitsCommand
{
    /// <summary>Makes the command.</summary>
    /// <param name="run">Does what the options say, and returns the exit code.</param>
    public static RootCommand Create(Func<DigitsOptions, CancellationToken, Task<int>> run)
    {
        Option<string> dataset = new("--dataset")
        {
            Description = "The images: drawn by this program, or one of the public sets, found or downloaded.",
            DefaultValueFactory = _ => ImageData.Digits,
        };
        dataset.AcceptOnlyFromAmong(ImageData.Digits, KnownDatasets.FashionMnist.Name, KnownDatasets.Mnist.Name);
        Option<DirectoryInfo?> data = new("--data")
        {
            Description = $"A folder with one folder for each public set. Without it: {DatasetLocator.EnvironmentVariable}, the cache, a download.",
        };
        Option<string> model = new("--model")
        {
            Description = "The network: convolutional, with two hidden layers of 256 and 128, with none, or with one of 16.",
            DefaultValueFactory = _ => "lenet",
        };
        model.AcceptOnlyFromAmong("lenet", "mlp", "linear", "tiny");
        Option<int> epochs = AtLeast(1, new("--epochs") { Description = "Passes over the training images.", DefaultValueFactory = _ => 10 });
        Option<int> seed = AtLeast(0, new("--seed") { Description = "Seed of everything that is random.", DefaultValueFactory = _ => 1 });
        Option<int> workers = AtLeast(1, new("--workers")
        {
            Description = "Threads that share each training step; the result is the same to the bit.",
            DefaultValueFactory = _ => Math.Min(2, Environment.ProcessorCount),
        });
        Option<FileInfo?> output = new("--output") { Description = "Where the weights go; DATASET-MODEL.safetensors in this folder unless given." };

        var command = new RootCommand("Trains a classifier of small images, tests it, saves its weights, loads them again and predicts.")
        {
            dataset,
            data,
            model,
            epochs,
            seed,
            workers,
            output,
        };
        command.SetAction((parsed, cancellation) =>
        {
            string images = parsed.GetRequiredValue(dataset);
            string network = parsed.GetRequiredValue(model);
            var options = new DigitsOptions(
                images,
                parsed.GetValue(data),
                network,
                parsed.GetValue(epochs),
                parsed.GetValue(seed),
                parsed.GetValue(workers),
                parsed.GetValue(output) ?? new FileInfo($"{images}-{network}.safetensors"));

            // On another thread: Ctrl+C is listened for once the action has returned its task.
            return Task.Run(() => run(options, cancellation), CancellationToken.None);
        });
        return command;
    }

    private static Option<int> AtLeast(int least, Option<int> option)
    {
        option.Validators.Add(result =>
        {
            // What is no number at all is reported by the parser.
            if (result.Tokens is [{ Value: string text }] && int.TryParse(text, CultureInfo.InvariantCulture, out int value) && value < least)
            {
                result.AddError($"{option.Name} is at least {least}.");
            }
        });
        return option;
    }
}
