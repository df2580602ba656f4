using System;
using System.Runtime.InteropServices;
using NetCompiler.Benchmarks.Networks;
using NetCompiler.Training;

namespace NetCompiler.Benchmarks.Suite;

/// <summary>Calls <see cref="CharTransformer"/>, whose samples are tokens (<see cref="SampleData.Inputs"/>).</summary>
internal readonly struct CharTransformerCalls(CharTransformer network) : INetworkCalls
{
    /// <inheritdoc/>
    public ParameterCollection Parameters => network.Parameters;

    /// <inheritdoc/>
    public void Forward(ReadOnlySpan<float> input, Span<float> output) => network.Forward(MemoryMarshal.Cast<float, int>(input), output);

    /// <inheritdoc/>
    public void Forward(ReadOnlySpan<float> input, int rows, Span<float> output) => network.Forward(MemoryMarshal.Cast<float, int>(input), rows, output);

    /// <inheritdoc/>
    public float TrainStep(SampleBatch batch, Optimizer optimizer) => network.TrainStep(MemoryMarshal.Cast<float, int>(batch.Inputs), batch.Labels, optimizer);

    /// <inheritdoc/>
    public void Save(string path) => network.Save(path);

    /// <inheritdoc/>
    public void Fit(TrainerSettings settings, SampleData data) => throw new InvalidOperationException("This network is not measured with a trainer: it has Coverage.Steps in NetworkSuite.");
}
