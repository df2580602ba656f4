using System;
using System.CommandLine;
using System.Globalization;
using System.IO;
using System.Linq;
using NetCompiler.Benchmarks.Machine;
using NetCompiler.Benchmarks.Output;
using NetCompiler.Benchmarks.Streaming;
using NetCompiler.Benchmarks.Suite;

namespace NetCompiler.Benchmarks.Running;

/// <summary>The command line.</summary>
internal static class BenchmarkCommand
{
    /// <summary>Makes the command.</summary>
    /// <param name="run">Does what the options say, on the calling thread, and returns the exit code.</param>
    public static RootCommand Create(Func<BenchmarkOptions, int> run)
    {
        Option<string?> net = new("--net") { Description = "Measure this network only.", Recursive = true };
        net.AcceptOnlyFromAmong([.. NetworkSuite.All.Select(network => network.Specification.Name), .. Generation.GeneratorBenchmark.SyntheticNames, .. StreamSuite.All.Select(network => network.Name)]);
        Option<bool> peers = new("--peers") { Description = "Measure ONNX Runtime and PyTorch too, with the same weights and inputs on the same core." };
        Option<bool> layers = new("--layers") { Description = "Print a row for each kernel." };
        Option<bool> markdown = new("--markdown") { Description = "Write tables, in microseconds, instead of tab-separated values.", Recursive = true };
        Option<int> batches = Positive(new("--batches") { Description = "Batches of calls; their means give median, least and largest.", Recursive = true, DefaultValueFactory = _ => 51 });
        Option<int> milliseconds = Positive(new("--batch-ms") { Description = "The least time of a batch in milliseconds.", Recursive = true, DefaultValueFactory = _ => 5 });
        Option<FileInfo?> library = new("--onnxruntime") { Description = "ONNX Runtime's shared library; otherwise that of install-peers." };
        Option<int> cores = new("--pinned-cores") { Hidden = true, Recursive = true };
        Option<string?> limits = new("--limits") { Hidden = true, Recursive = true };

        BenchmarkOptions Read(ParseResult parsed, string command) => new()
        {
            Command = command,
            Net = parsed.GetValue(net),
            Peers = parsed.GetResult(peers) is not null && parsed.GetValue(peers),
            Layers = parsed.GetResult(layers) is not null && parsed.GetValue(layers),
            Markdown = parsed.GetValue(markdown),
            Batches = parsed.GetValue(batches),
            BatchMilliseconds = parsed.GetValue(milliseconds),
            OnnxRuntime = parsed.GetResult(library) is null ? null : parsed.GetValue(library),
            PinnedCores = parsed.GetValue(cores),
            Limits = parsed.GetValue(limits) is { } text ? MachineLimits.Parse(text) : null,
        };

        Command Sub(string name, string description, params Option[] options)
        {
            var command = new Command(name, description);
            foreach (Option option in options)
            {
                command.Options.Add(option);
            }

            command.SetAction(parsed => run(Read(parsed, name)));
            return command;
        }

        return new RootCommand("Measures the networks that NetCompiler emits, beside its peers and the limits of the machine.")
        {
            net,
            markdown,
            batches,
            milliseconds,
            cores,
            limits,
            Sub("inference", "Inference of one sample and of 32.", peers, layers, library),
            Sub("train", "Whole training steps.", peers, layers),
            Sub("stream", "Steps of recurrent networks that stream, and their real-time factors.", peers),
            Sub("generator", "The source generator: times, and sizes of what it emits."),
            Sub("limits", "Peak arithmetic and read bandwidths of one core."),
            Tables(),
        };
    }

    private static Command Tables()
    {
        Argument<FileInfo> file = new("file") { Description = "Tab-separated values that this program wrote." };
        file.AcceptExistingOnly();
        var command = new Command("tables", "Writes the tables of a measurement that was kept.") { file };
        command.SetAction(parsed =>
        {
            Console.Out.Write(MarkdownTables.Read(File.ReadAllLines(parsed.GetRequiredValue(file).FullName)));
            return 0;
        });
        return command;
    }

    private static Option<int> Positive(Option<int> option)
    {
        option.Validators.Add(result =>
        {
            // What is no number at all is reported by the parser.
            if (result.Tokens is [{ Value: string text }] && int.TryParse(text, CultureInfo.InvariantCulture, out int value) && value < 1)
            {
                result.AddError($"{option.Name} is at least 1.");
            }
        });
        return option;
    }
}
