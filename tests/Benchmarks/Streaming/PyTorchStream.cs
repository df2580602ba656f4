using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.Json;
using NetCompiler.Benchmarks.Measuring;
using NetCompiler.Benchmarks.Peers;
using NetCompiler.Benchmarks.Running;

namespace NetCompiler.Benchmarks.Streaming;

/// <summary>Measures a step of PyTorch's module, its state handed from call to call, after checking that it computes the same.</summary>
internal static class PyTorchStream
{
    /// <summary>Checks outputs, and measures.</summary>
    /// <exception cref="MissingPeerException">PyTorch is not installed.</exception>
    /// <exception cref="InvalidDataException">It computes something else than we do, or failed.</exception>
    public static Measurement Measure(StreamNetwork network, ParameterCollection parameters, float[] inputs, float[] outputs, BenchmarkOptions options)
    {
        string folder = Directory.CreateTempSubdirectory("netcompiler-stream-").FullName;
        try
        {
            string script = PyTorchProcess.WriteScript(folder, "pytorch_stream.py");
            string job = Path.Combine(folder, "job.json");
            File.WriteAllText(job, JsonSerializer.Serialize(new Dictionary<string, object>
            {
                ["kind"] = network.Kind,
                ["hidden"] = network.Hidden,
                ["parameters"] = parameters.ToDictionary(view => view.Name, view => view.ToArray()),
                ["inputs"] = inputs,
                ["batches"] = options.Timing.Batches,
                ["batch_ns"] = (long)options.Timing.BatchTime.TotalNanoseconds,
                ["warm_up_ns"] = (long)options.Timing.WarmUp.TotalNanoseconds,
            }));
            IReadOnlyList<string> lines = PyTorchProcess.Run(network.Name, [script, job]);
            float[] theirs = [.. lines[0].Split('\t').Select(text => float.Parse(text, CultureInfo.InvariantCulture))];
            double scale = outputs.Max(Math.Abs);
            int wrong = Array.FindIndex(outputs.Zip(theirs, (a, b) => Math.Abs(a - b)).ToArray(), difference => difference > PeerComparison.Tolerance * scale);
            if (wrong >= 0)
            {
                throw new InvalidDataException($"{network.Name}: step {wrong} is {outputs[wrong]} here and {theirs[wrong]} in PyTorch.");
            }

            double[] times = [.. lines[1].Split('\t').Select(text => double.Parse(text, CultureInfo.InvariantCulture))];
            return new Measurement(times[0], times[1], times[2]);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
