using System;
using NetCompiler.Data;
using NetCompiler.Training;

namespace NetCompiler.Benchmarks.Suite;

/// <summary>Calls a network that learns numbers, as <see cref="ClassifierCalls{TNetwork}"/> calls a classifier.</summary>
internal readonly struct RegressorCalls<TNetwork>(TNetwork network) : INetworkCalls
    where TNetwork : class, ICompiledRegressor, ITrainableNetwork<TNetwork>
{
    /// <inheritdoc/>
    public ParameterCollection Parameters => network.Parameters;

    /// <inheritdoc/>
    public void Forward(ReadOnlySpan<float> input, Span<float> output) => network.Forward(input, output);

    /// <inheritdoc/>
    public void Forward(ReadOnlySpan<float> input, int rows, Span<float> output) => network.Forward(input, rows, output);

    /// <inheritdoc/>
    public float TrainStep(SampleBatch batch, Optimizer optimizer) => network.TrainStep(batch.Inputs, batch.Targets, optimizer);

    /// <inheritdoc/>
    public void Save(string path) => network.Save(path);

    /// <inheritdoc/>
    public void Fit(TrainerSettings settings, SampleData data) => settings.Run(network, Dataset.Of(data.Inputs, data.Targets, data.Labels.Length), settings.Cancellation);
}
