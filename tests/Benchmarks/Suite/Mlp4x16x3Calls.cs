using System;
using System.Runtime.CompilerServices;
using NetCompiler.Benchmarks.Networks;
using NetCompiler.Data;
using NetCompiler.Training;

namespace NetCompiler.Benchmarks.Suite;

/// <summary>Calls <see cref="Mlp4x16x3"/>.</summary>
internal readonly struct Mlp4x16x3Calls(Mlp4x16x3 network) : INetworkCalls
{
    /// <inheritdoc/>
    public ParameterCollection Parameters => network.Parameters;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Forward(ReadOnlySpan<float> input, Span<float> output) => network.Forward(input, output);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Forward(ReadOnlySpan<float> input, int rows, Span<float> output) => network.Forward(input, rows, output);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public float TrainStep(SampleBatch batch, Optimizer optimizer) => network.TrainStep(batch.Inputs, batch.Labels, optimizer);

    /// <inheritdoc/>
    public void Save(string path) => network.Save(path);

    /// <inheritdoc/>
    public void Fit(TrainerSettings settings, SampleData data) => settings.Run(network, Dataset.Of(data.Inputs, data.Labels), settings.Cancellation);
}
