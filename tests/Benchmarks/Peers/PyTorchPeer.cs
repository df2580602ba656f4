using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Text.Json;
using NetCompiler.Benchmarks.Measuring;
using NetCompiler.Benchmarks.Running;
using NetCompiler.Benchmarks.Suite.Graph;
using NetCompiler.Benchmarks.Tasks;

namespace NetCompiler.Benchmarks.Peers;

/// <summary>Measures PyTorch in a process that runs on this one's core. The best of its variants counts.</summary>
internal static class PyTorchPeer
{
    /// <summary>Checks outputs and losses, and measures each task.</summary>
    /// <exception cref="MissingPeerException">PyTorch is not installed.</exception>
    /// <exception cref="InvalidDataException">It computes something else than we do, or failed.</exception>
    public static IReadOnlyList<(BenchmarkTask Task, Measurement Time)> Measure(PeerComparison comparison, IReadOnlyList<BenchmarkTask> tasks, BenchmarkOptions options)
    {
        string interpreter = PyTorchProcess.Interpreter();
        string script = PyTorchProcess.WriteScript(comparison.Folder, "pytorch_peer.py");

        string job = Path.Combine(comparison.Folder, "job.json");
        File.WriteAllText(job, Describe(comparison, tasks, options));

        // PyTorch's own elementwise kernels take AVX-512 only when told to; it is not always faster.
        string[] capabilities = Vector512.IsHardwareAccelerated ? [string.Empty, "avx512"] : [string.Empty];
        var best = new Dictionary<string, (Measurement Time, string Variant)>();
        foreach (string capability in capabilities)
        {
            if (!PyTorchProcess.TryRun(interpreter, capability, [script, job], out IReadOnlyList<string> lines))
            {
                throw new InvalidDataException($"{comparison.Network.Name}: PyTorch failed. What it said stands above.");
            }

            foreach (string line in lines)
            {
                Read(comparison, line.Split('\t'), capability, best);
            }
        }

        foreach ((string task, (Measurement _, string variant)) in best)
        {
            Console.Error.WriteLine($"# {comparison.Network.Name}: {task} of PyTorch: {variant} is fastest");
        }

        return [.. tasks.Select(task => (task, best[task.Name].Time))];
    }

    private static string Describe(PeerComparison comparison, IReadOnlyList<BenchmarkTask> tasks, BenchmarkOptions options) => JsonSerializer.Serialize(new Dictionary<string, object>
    {
        ["folder"] = comparison.Folder,
        ["nodes"] = Describe(comparison.Network.Graph),
        ["objective"] = comparison.Network.Objective.ToString(),
        ["tasks"] = tasks.Select(task => new Dictionary<string, object> { ["name"] = task.Name, ["optimizer"] = task.Optimizer.ToString(), ["rows"] = task.Rows }),
        ["inference_batches"] = BenchmarkTask.InferenceBatches,
        ["training_batches"] = BenchmarkTask.TrainingBatches,
        ["batches"] = options.Timing.Batches,
        ["batch_ns"] = (long)options.Timing.BatchTime.TotalNanoseconds,
        ["fewest_batches"] = TimingOptions.FewestBatches,
        ["patience"] = TimingOptions.Patience,
        ["warm_up_ns"] = (long)options.Timing.WarmUp.TotalNanoseconds,
        ["rate"] = BenchmarkTask.LearningRate,
        ["check_rate"] = PeerComparison.LearningRate,
        ["check_steps"] = PeerComparison.Steps,
    });

    private static IEnumerable<Dictionary<string, object>> Describe(NetworkGraph graph)
    {
        Dictionary<GraphNode, int> numbers = graph.Nodes.Select((node, index) => (node, index)).ToDictionary(pair => pair.node, pair => pair.index);
        return graph.Nodes.Select(node => new Dictionary<string, object>
        {
            ["name"] = node.Name,
            ["kind"] = node.Kind.ToString(),
            ["inputs"] = node.Inputs.Select(input => numbers[input]),
            ["shape"] = node.Shape,
            ["kernel"] = node.Kernel,
            ["strides"] = node.Strides,
            ["before"] = node.PaddingBefore,
            ["after"] = node.PaddingAfter,
            ["dilation"] = node.Dilation,
            ["groups"] = node.Groups,
            ["heads"] = node.Heads,
            ["feedforward"] = node.Feedforward,
            ["vocabulary"] = node.Vocabulary,
            ["bias"] = node.Bias,
            ["ceil_mode"] = node.CeilMode,
        });
    }

    private static void Read(PeerComparison comparison, string[] fields, string capability, Dictionary<string, (Measurement Time, string Variant)> best)
    {
        switch (fields)
        {
            case ["about", string version, string blas]:
                Console.Error.WriteLine($"# PyTorch {version}, BLAS {blas}");
                if (!blas.Contains("openblas", StringComparison.Ordinal) && !blas.Contains("mkl", StringComparison.Ordinal))
                {
                    Console.Error.WriteLine("# WARNING: that may be the reference BLAS, which is more than ten times slower. Install libopenblas0-pthread (tests/Benchmarks/install-peers).");
                }

                break;
            case ["output", string task, string path]:
                float[] outputs = MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(path)).ToArray();
                comparison.Check("PyTorch", task, comparison.Outputs.AsSpan(0, outputs.Length), outputs);
                break;
            case ["losses", string task, .. string[] losses]:
                comparison.Check("PyTorch", task + " losses", comparison.Losses[task], losses.Select(loss => float.Parse(loss, CultureInfo.InvariantCulture)).ToArray());
                break;
            case ["time", string task, string variant, string median, string minimum, string maximum]:
                var time = new Measurement(Number(median), Number(minimum), Number(maximum));
                if (!best.TryGetValue(task, out (Measurement Time, string Variant) found) || time.Median < found.Time.Median)
                {
                    best[task] = (time, capability.Length == 0 ? variant : variant + " with " + capability);
                }

                break;
            default:
                throw new InvalidDataException($"PyTorch's driver wrote '{string.Join(' ', fields)}', which means nothing here.");
        }
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
