using System;
using NetCompiler.Training;

namespace NetCompiler.Benchmarks.Suite;

/// <summary>Calls a network without a loss, as <see cref="ClassifierCalls{TNetwork}"/> calls a classifier.</summary>
internal readonly struct InferenceCalls<TNetwork>(TNetwork network) : INetworkCalls
    where TNetwork : class, ICompiledNetwork, INetwork<TNetwork>
{
    /// <inheritdoc/>
    public ParameterCollection Parameters => network.Parameters;

    /// <inheritdoc/>
    public void Forward(ReadOnlySpan<float> input, Span<float> output) => network.Forward(input, output);

    /// <inheritdoc/>
    public void Forward(ReadOnlySpan<float> input, int rows, Span<float> output) => network.Forward(input, rows, output);

    /// <inheritdoc/>
    public float TrainStep(SampleBatch batch, Optimizer optimizer) => throw NoLoss();

    /// <inheritdoc/>
    public void Save(string path) => network.Save(path);

    /// <inheritdoc/>
    public void Fit(TrainerSettings settings, SampleData data) => throw NoLoss();

    private static InvalidOperationException NoLoss() => new($"{typeof(TNetwork).Name} has no loss, so that its tasks cannot include training: give it Coverage.Sample in NetworkSuite.");
}
