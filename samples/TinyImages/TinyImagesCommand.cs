using System;
using System.CommandLine;
using System.Globalization;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using NetCompiler.Samples.Data;

namespace NetCompiler.Samples.TinyImages;

/// <summary>The command line.</summary>
internal static class TinyImagesCommand
{
    /// <summary>Makes the command.</summary>
    /// <param name="run">Does what the options say, and returns the exit code.</param>
    public static RootCommand Create(Func<TinyImagesOptions, CancellationToken, Task<int>> run)
    {
        Option<string> dataset = new("--dataset")
        {
            Description = "The images: drawn by this program, or CIFAR-10, found or downloaded, or a part of it, found.",
            DefaultValueFactory = _ => ImageSet.Shapes,
        };
        dataset.AcceptOnlyFromAmong(ImageSet.Shapes, KnownDatasets.Cifar10.Name, KnownDatasets.Cifar10Subset.Name);
        Option<DirectoryInfo?> data = new("--data")
        {
            Description = $"A folder with one folder for each public set. Without it: {DatasetLocator.EnvironmentVariable}, the cache, a download.",
        };
        Option<int> epochs = AtLeast(1, new("--epochs") { Description = "Passes over the training images; 10 for drawn ones, else 30, unless given." });
        Option<bool> plain = new("--no-augmentation") { Description = "Train on the images as they are, neither shifted nor mirrored." };
        Option<int> seed = AtLeast(0, new("--seed") { Description = "Seed of everything that is random.", DefaultValueFactory = _ => 1 });
        Option<int> workers = AtLeast(1, new("--workers")
        {
            Description = "Threads that share each training step; the result is the same to the bit.",
            DefaultValueFactory = _ => Math.Min(2, Environment.ProcessorCount),
        });
        Option<FileInfo?> output = new("--output") { Description = "Where the weights go; DATASET-resnet8.safetensors in this folder unless given." };
        Option<FileInfo?> page = new("--page") { Description = "Where the page of mistakes goes; DATASET-mistakes.html in this folder unless given." };

        var command = new RootCommand("Trains a residual network on small colour images, and shows what it confuses: as a table, and as a page with the pictures.")
        {
            dataset,
            data,
            epochs,
            plain,
            seed,
            workers,
            output,
            page,
        };
        command.SetAction((parsed, cancellation) =>
        {
            string images = parsed.GetRequiredValue(dataset);
            var options = new TinyImagesOptions(
                images,
                parsed.GetValue(data),
                parsed.GetResult(epochs) is null ? (images == ImageSet.Shapes ? 10 : 30) : parsed.GetValue(epochs),
                !parsed.GetValue(plain),
                parsed.GetValue(seed),
                parsed.GetValue(workers),
                parsed.GetValue(output) ?? new FileInfo($"{images}-resnet8.safetensors"),
                parsed.GetValue(page) ?? new FileInfo($"{images}-mistakes.html"));

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
