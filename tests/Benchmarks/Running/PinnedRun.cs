using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using NetCompiler.Benchmarks.Generation;
using NetCompiler.Benchmarks.Machine;
using NetCompiler.Benchmarks.Measuring;
using NetCompiler.Benchmarks.Output;
using NetCompiler.Benchmarks.Streaming;
using NetCompiler.Benchmarks.Suite;
using NetCompiler.Benchmarks.Tasks;

namespace NetCompiler.Benchmarks.Running;

/// <summary>What a pinned process does: it measures one thing and writes rows, and other lines behind a mark.</summary>
internal static class PinnedRun
{
    /// <summary>Begins the line of the limits.</summary>
    public const string LimitsMark = "#limits\t";

    /// <summary>Begins a line of the table of sizes.</summary>
    public const string SizeMark = "#size\t";

    /// <summary>Measures.</summary>
    /// <returns>The exit code.</returns>
    public static int Run(BenchmarkOptions options)
    {
        // Everywhere else processes inherit no cores, and results are noisier.
        if (Environment.ProcessorCount != options.PinnedCores && (OperatingSystem.IsLinux() || OperatingSystem.IsWindows()))
        {
            throw new InvalidOperationException($"This process was to be pinned to {options.PinnedCores} cores and has {Environment.ProcessorCount}.");
        }

        try
        {
            bool complete = Measure(options);
            if (Timing.Share < 0.97)
            {
                Console.Error.WriteLine(string.Create(
                    CultureInfo.InvariantCulture, $"# WARNING: other programs ran on this core: {options.Command} {options.Net} had {100 * Timing.Share:0} % of it, so its times are too long."));
            }

            return complete ? 0 : 1;
        }
        catch (InvalidDataException exception)
        {
            Console.Error.WriteLine(exception.Message);
            return 1;
        }
    }

    /// <summary>Measures; returns whether all that was asked for could be.</summary>
    private static bool Measure(BenchmarkOptions options)
    {
        switch (options.Command)
        {
            case "limits":
                (IReadOnlyList<ResultRow> limitRows, MachineLimits limits) = LimitsBenchmark.Run(new TimingOptions(options.Batches, TimeSpan.FromMilliseconds(1), TimeSpan.FromMilliseconds(100)));
                Write(limitRows);
                Console.Out.WriteLine(LimitsMark + limits);
                return true;
            case "generator":
                (IReadOnlyList<ResultRow> generatorRows, string size) = GeneratorBenchmark.Run(options.Net!);
                Write(generatorRows);
                Console.Out.WriteLine(SizeMark + size);
                return true;
            case "stream":
                return StreamBenchmark.Run(options, options.Limits!, row => Write([row]));
            default:
                var benchmark = new NetworkBenchmark(options, options.Limits!, row => Write([row]));
                NetworkSuite.Visit(NetworkSuite.Find(options.Net!), benchmark);
                return !benchmark.PeersMissing;
        }
    }

    private static void Write(IEnumerable<ResultRow> rows)
    {
        foreach (ResultRow row in rows)
        {
            Console.Out.WriteLine(row.ToString());
        }

        Console.Out.Flush();
    }
}
