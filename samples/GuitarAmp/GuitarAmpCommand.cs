using System;
using System.CommandLine;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using static NetCompiler.Samples.Options.OptionBounds;

namespace NetCompiler.Samples.GuitarAmp;

/// <summary>The command line.</summary>
internal static class GuitarAmpCommand
{
    /// <summary>Makes the command.</summary>
    /// <param name="run">Does what the options say, and returns the exit code.</param>
    public static RootCommand Create(Func<GuitarAmpOptions, CancellationToken, int> run)
    {
        Option<double> seconds = AtLeast(1, new Option<double>("--seconds") { Description = "How long the guitar plays for training.", DefaultValueFactory = _ => 10 });
        Option<int> epochs = AtLeast(1, new Option<int>("--epochs") { Description = "Passes over what it played.", DefaultValueFactory = _ => 100 });
        Option<int> seed = AtLeast(0, new Option<int>("--seed") { Description = "Seed of everything that is random.", DefaultValueFactory = _ => 1 });
        Option<int> workers = AtLeast(1, new Option<int>("--workers")
        {
            Description = "Threads that share each training step; the result is the same to the bit.",
            DefaultValueFactory = _ => Math.Min(2, Environment.ProcessorCount),
        });
        Option<DirectoryInfo> output = new Option<DirectoryInfo>("--output") { Description = "Where weights and sound go; this folder unless given.", DefaultValueFactory = _ => new DirectoryInfo(".") }.AcceptExistingOnly();
        var command = new RootCommand("Trains a network to be a guitar amplifier, and plays through it as a stream.") { seconds, epochs, seed, workers, output };
        command.SetAction((parsed, cancellation) =>
        {
            var options = new GuitarAmpOptions(
                parsed.GetRequiredValue(seconds), parsed.GetRequiredValue(epochs), parsed.GetRequiredValue(seed), parsed.GetRequiredValue(workers), parsed.GetRequiredValue(output));

            // On another thread: Ctrl+C is listened for once the action has returned its task.
            return Task.Run(() => run(options, cancellation), CancellationToken.None);
        });
        return command;
    }
}
