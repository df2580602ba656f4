using System;
using NetCompiler.Data;
using NetCompiler.Training;

namespace NetCompiler.Benchmarks.Suite;

/// <summary>
/// Calls a classifier through an interface: one indirect call, which is nothing beside the microseconds of a network with convolutions. The small
/// networks have structs of their own.
/// </summary>
internal readonly struct ClassifierCalls<TNetwork>(TNetwork network) : INetworkCalls
    where TNetwork : class, ICompiledClassifier, ITrainableNetwork<TNetwork>
{
    /// <inheritdoc/>
    public ParameterCollection Parameters => network.Parameters;

    /// <inheritdoc/>
    public void Forward(ReadOnlySpan<float> input, Span<float> output) => network.Forward(input, output);

    /// <inheritdoc/>
    public void Forward(ReadOnlySpan<float> input, int rows, Span<float> output) => network.Forward(input, rows, output);

    /// <inheritdoc/>
    public float TrainStep(SampleBatch batch, Optimizer optimizer) => network.TrainStep(batch.Inputs, batch.Labels, optimizer);

    /// <inheritdoc/>
    public void Save(string path) => network.Save(path);

    /// <inheritdoc/>
    public void Fit(TrainerSettings settings, SampleData data) => settings.Run(network, Dataset.Of(data.Inputs, data.Labels), settings.Cancellation);
}
