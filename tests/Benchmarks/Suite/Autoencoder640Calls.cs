using System;
using System.Runtime.CompilerServices;
using NetCompiler.Benchmarks.Networks;
using NetCompiler.Data;
using NetCompiler.Training;

namespace NetCompiler.Benchmarks.Suite;

/// <summary>Calls <see cref="Autoencoder640"/>.</summary>
internal readonly struct Autoencoder640Calls(Autoencoder640 network) : INetworkCalls
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
    public float TrainStep(SampleBatch batch, Optimizer optimizer) => network.TrainStep(batch.Inputs, optimizer);

    /// <inheritdoc/>
    public void Save(string path) => network.Save(path);

    /// <inheritdoc/>
    public void Fit(TrainerSettings settings, SampleData data) => settings.Run(network, new Dataset([DataTensor.Of(data.Inputs, Autoencoder640.InputLength)], []), settings.Cancellation);
}
