using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using NetCompiler.Benchmarks.Suite;
using NetCompiler.Benchmarks.Tasks;
using NetCompiler.Training;

namespace NetCompiler.Benchmarks.Peers;

/// <summary>
/// What peers compute is compared with ours before they are measured: the outputs of the same inputs by the same weights, and the losses of the first
/// training steps. It lies in a folder of its own until disposed of.
/// </summary>
internal sealed class PeerComparison : IDisposable
{
    /// <summary>Largest difference to ours, against the largest magnitude of ours.</summary>
    public const double Tolerance = 1e-4;

    /// <summary>Steps whose losses are compared.</summary>
    public const int Steps = 5;

    /// <summary>Their rate, large enough to change the losses, and small enough that roundings do not grow from step to step in deep networks.</summary>
    public const float LearningRate = 0.001f;

    private PeerComparison(NetworkSpecification network, string folder, IReadOnlyDictionary<string, float[]> weights)
    {
        Network = network;
        Folder = folder;
        Weights = weights;
    }

    /// <summary>The network.</summary>
    public NetworkSpecification Network { get; }

    /// <summary>Holds weights.safetensors, inputs.f32, labels.i32 and targets.f32.</summary>
    public string Folder { get; }

    /// <summary>The weights and running statistics by PyTorch's names, row-major.</summary>
    public IReadOnlyDictionary<string, float[]> Weights { get; }

    /// <summary>The samples of the task that has most.</summary>
    public required SampleData Data { get; init; }

    /// <summary>Our outputs of the first samples.</summary>
    public required float[] Outputs { get; init; }

    /// <summary>Our losses of the first steps, by task.</summary>
    public required IReadOnlyDictionary<string, float[]> Losses { get; init; }

    /// <summary>Computes ours, and writes what peers read. The network's weights are put back afterwards.</summary>
    public static PeerComparison Prepare<TCalls>(NetworkSpecification network, TCalls calls, IReadOnlyList<BenchmarkTask> tasks)
        where TCalls : struct, INetworkCalls
    {
        SampleData data = SampleData.Draw(network, tasks.Max(task => task.Samples));
        SetStatistics(calls.Parameters);
        Dictionary<string, float[]> weights = calls.Parameters.Concat(calls.Parameters.States).ToDictionary(view => view.Name, view => view.ToArray());

        // A network of which one sample is measured is compiled for one.
        int rows = Math.Min(32, data.Samples);
        int together = Math.Min(rows, tasks.Max(task => task.Rows));
        float[] outputs = new float[rows * network.Outputs];
        for (int row = 0; row < rows; row += together)
        {
            calls.Forward(data.Inputs.AsSpan(row * network.Inputs, together * network.Inputs), together, outputs.AsSpan(row * network.Outputs, together * network.Outputs));
        }

        DirectoryInfo folder = Directory.CreateTempSubdirectory("netcompiler-benchmark-");
        calls.Save(Path.Combine(folder.FullName, "weights.safetensors"));
        File.WriteAllBytes(Path.Combine(folder.FullName, "inputs.f32"), MemoryMarshal.AsBytes(data.Inputs.AsSpan()));
        File.WriteAllBytes(Path.Combine(folder.FullName, "labels.i32"), MemoryMarshal.AsBytes(data.Labels.AsSpan()));
        File.WriteAllBytes(Path.Combine(folder.FullName, "targets.f32"), MemoryMarshal.AsBytes(data.Targets.AsSpan()));

        var losses = new Dictionary<string, float[]>();
        foreach (BenchmarkTask task in tasks.Where(task => task.Optimizer != OptimizerKind.None))
        {
            Optimizer optimizer = BenchmarkTask.Create(task.Optimizer, LearningRate);
            losses[task.Name] =
            [
                .. Enumerable.Range(0, Steps).Select(step => calls.TrainStep(data.Batch(step * task.Rows, task.Rows), optimizer)),
            ];
            foreach (ParameterView view in calls.Parameters.Concat(calls.Parameters.States))
            {
                view.CopyFrom(weights[view.Name]);
            }
        }

        return new PeerComparison(network, folder.FullName, weights) { Data = data, Outputs = outputs, Losses = losses };
    }

    /// <summary>Refuses a peer that computes something else.</summary>
    /// <param name="peer">Who computed.</param>
    /// <param name="what">What was computed.</param>
    /// <param name="ours">Our numbers.</param>
    /// <param name="theirs">As many of the peer's.</param>
    /// <exception cref="InvalidDataException">They differ.</exception>
    public void Check(string peer, string what, ReadOnlySpan<float> ours, ReadOnlySpan<float> theirs)
    {
        if (ours.Length != theirs.Length)
        {
            throw new InvalidDataException($"{Network.Name}: {what} of {peer} has {theirs.Length} numbers, ours {ours.Length}.");
        }

        double largest = 0;
        double worst = 0;
        for (int i = 0; i < ours.Length; i++)
        {
            double difference = Math.Abs((double)ours[i] - theirs[i]);
            largest = Math.Max(largest, Math.Abs((double)ours[i]));

            // A NaN is no agreement.
            worst = double.IsNaN(difference) ? double.PositiveInfinity : Math.Max(worst, difference);
        }

        if (!(worst <= Tolerance * largest))
        {
            throw new InvalidDataException(FormattableString.Invariant($"{Network.Name}: {what} of {peer} differs from ours by {worst:E1}, where the largest is {largest:E1}: not the same work."));
        }

        Console.Error.WriteLine(FormattableString.Invariant($"# {Network.Name}: {what} of {peer} like ours, to {worst / largest:E1}"));
    }

    /// <summary>Means, variances and terms of batch normalization that differ, so that an error in their use shows: those of a new network are zeros and ones.</summary>
    private static void SetStatistics(ParameterCollection parameters)
    {
        var random = new Random(23);
        foreach (ParameterView state in parameters.States.Where(state => state.Shape.Count == 1))
        {
            bool isVariance = state.Name.EndsWith("running_var", StringComparison.Ordinal);
            state.CopyFrom([.. Enumerable.Range(0, state.Length).Select(_ => (float)((isVariance ? 0.6 : -0.2) + ((isVariance ? 0.8 : 0.4) * random.NextDouble())))]);
        }

        // With terms around 0 the activations behind many layers are differences of nearly equal sums: PyTorch's losses in float and in double differ in the second digit then.
        foreach (ParameterView mean in parameters.States.Where(state => state.Name.EndsWith("running_mean", StringComparison.Ordinal)))
        {
            string bias = mean.Name.Replace("running_mean", "bias", StringComparison.Ordinal);
            foreach (ParameterView term in parameters.Where(parameter => parameter.Name == bias))
            {
                term.CopyFrom([.. Enumerable.Range(0, term.Length).Select(_ => (float)(0.8 + (0.4 * random.NextDouble())))]);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
