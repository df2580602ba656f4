using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using NetCompiler.Benchmarks.Generation;
using NetCompiler.Benchmarks.Output;
using NetCompiler.Benchmarks.Streaming;
using NetCompiler.Benchmarks.Suite;

namespace NetCompiler.Benchmarks.Running;

/// <summary>What the process that the user started does: it starts pinned processes, one for each network, and writes what they measure.</summary>
internal sealed class BenchmarkSession(BenchmarkOptions options)
{
    private readonly List<ResultRow> _rows = [];
    private readonly List<string> _sizes = [];
    private string? _limits;
    private bool _failed;

    /// <summary>Measures everything that was asked for.</summary>
    /// <returns>The exit code.</returns>
    public int Run()
    {
        if (!options.Markdown)
        {
            Console.Out.WriteLine(ResultRow.Header);
        }

        switch (options.Command)
        {
            case "limits":
                Start("limits", 1, show: true);
                break;
            case "generator":
                foreach (string name in options.Net is { } one ? [one] : GeneratorBenchmark.SyntheticNames.Concat(NetworkSuite.All.Select(network => network.Specification.Name)))
                {
                    Start("generator", 1, show: true, "--net", name);
                }

                break;
            case "stream":
                Start("limits", 1, show: false);
                foreach (string name in options.Net is { } stream ? [stream] : StreamSuite.All.Select(network => network.Name))
                {
                    List<string> arguments = ["--net", name, "--limits", _limits ?? throw new InvalidOperationException("The limits of the machine could not be measured.")];
                    Start("stream", 1, show: true, [.. arguments, .. options.Peers ? ["--peers"] : Array.Empty<string>()]);
                }

                break;
            default:
                // Fractions need the limits, which are measured first, briefly.
                Start("limits", 1, show: false);
                foreach (string name in options.Net is { } net ? [net] : NetworkSuite.All.Select(network => network.Specification.Name))
                {
                    Measure(name);
                }

                break;
        }

        if (options.Markdown)
        {
            Console.Out.Write(MarkdownTables.Write(_rows));
        }

        if (_sizes.Count > 0)
        {
            _sizes.Insert(0, GeneratorBenchmark.SizeHeader);
            Console.Out.WriteLine();
            Console.Out.Write(options.Markdown ? MarkdownTables.WriteLines(_sizes) : string.Concat(_sizes.Select(line => line + "\n")));
        }

        return _failed ? 1 : 0;
    }

    private void Measure(string net)
    {
        Coverage coverage = NetworkSuite.Find(net).Specification.Coverage;
        if (options.Command == "train" && coverage == Coverage.Sample)
        {
            return;
        }

        List<string> arguments = ["--net", net, "--limits", _limits ?? throw new InvalidOperationException("The limits of the machine could not be measured.")];
        List<string> whole = [.. arguments];
        if (options.Peers)
        {
            whole.Add("--peers");
        }

        if (options.Layers)
        {
            whole.Add("--layers");
        }

        if (options.OnnxRuntime is { } library)
        {
            whole.AddRange(["--onnxruntime", library.FullName]);
        }

        Start(options.Command, 1, show: true, [.. whole]);
        if (options.Command == "train" && coverage == Coverage.Full)
        {
            if (PinnedProcess.AllowedCores >= 2)
            {
                Start(options.Command, 2, show: true, [.. arguments]);
            }
            else
            {
                Console.Error.WriteLine($"# {net}: two workers were not measured, as this process may use one core only.");
            }
        }
    }

    private void Start(string command, int cores, bool show, params string[] arguments)
    {
        string[] all =
        [
            command,
            .. arguments,
            "--batches", options.Batches.ToString(CultureInfo.InvariantCulture),
            "--batch-ms", options.BatchMilliseconds.ToString(CultureInfo.InvariantCulture),
        ];
        int code = PinnedProcess.Run(cores, all, line => Receive(line, show));
        if (code != 0)
        {
            _failed = true;
            Console.Error.WriteLine($"# '{string.Join(' ', all)}' ended with {code}.");
        }
    }

    private void Receive(string line, bool show)
    {
        if (line.StartsWith(PinnedRun.LimitsMark, StringComparison.Ordinal))
        {
            _limits = line[PinnedRun.LimitsMark.Length..];
        }
        else if (line.StartsWith(PinnedRun.SizeMark, StringComparison.Ordinal))
        {
            _sizes.Add(line[PinnedRun.SizeMark.Length..]);
        }
        else if (show)
        {
            _rows.Add(ResultRow.Parse(line));
            if (!options.Markdown)
            {
                Console.Out.WriteLine(line);
            }
        }
    }
}
