using System;
using System.Linq;
using NetCompiler.Data;
using NetCompiler.Network.Tests.Fixtures;
using NetCompiler.Network.Tests.Networks;
using NetCompiler.Training;

namespace NetCompiler.Network.Tests.Proofs;

/// <summary>The proofs of a network with one input and one target, called through the interface that states its typed members.</summary>
/// <typeparam name="T">The network.</typeparam>
/// <typeparam name="TTarget">An element of the target.</typeparam>
public abstract class TypedProof<T, TTarget>(string fixture) : NetworkProof<T>(NetworkFixture.Load(fixture))
    where T : class, IHessianVectorNetwork<T>, ITypedNetwork<T, TTarget>
{
    // Millions of products a sample take their time without vectors. Batch statistics allow no batch larger than the compiled one.
    protected override int TrainingSamples => (2 * TrainingBatch) + 3;

    protected override int TrainingBatch => T.Description.Batch;

    protected override float TrainingRate => 0.001f;

    protected override int Repetitions => 3;

    /// <summary>A fixture's target as the network takes it.</summary>
    protected abstract TTarget[] Target(FixtureBatch batch);

    protected override void Forward(T network, ReadOnlySpan<float> input, Span<float> output) => network.Forward(input, output);

    protected override void Forward(T network, ReadOnlySpan<float> input, int rows, Span<float> output) => network.Forward(input, rows, output);

    protected override float TrainStep(T network, FixtureBatch batch, Optimizer optimizer) => network.TrainStep(batch.Input.Values, Target(batch), optimizer);

    protected override float Gradients(T network, FixtureBatch batch, Span<float> gradients) => network.Gradients(batch.Input.Values, Target(batch), gradients);

    protected override float Evaluate(T network, FixtureBatch batch) => network.Evaluate(batch.Input.Values, Target(batch));

    protected override float HessianVector(T network, FixtureBatch batch, ReadOnlySpan<float> direction, Span<float> product) =>
        network.HessianVector(batch.Input.Values, Target(batch), direction, product);

    protected override void Save(T network, string path) => network.Save(path);

    protected override T Load(string path) => T.Load(path);
}

/// <summary>Of these, a classifier.</summary>
/// <typeparam name="T">The network.</typeparam>
public abstract class ClassifierNetworkProof<T>(string fixture) : TypedProof<T, int>(fixture)
    where T : class, IHessianVectorNetwork<T>, ITypedNetwork<T, int>
{
    protected override int[] Target(FixtureBatch batch) => batch.Target.Labels;

    protected override void Fill(scoped ref StepArguments arguments, FixtureBatch batch)
    {
        arguments[T.Description.Inputs[0].Slot] = batch.Input.Values.AsSpan();
        arguments[T.Description.Targets[0].Slot] = (ReadOnlySpan<int>)batch.Target.Labels;
    }

    protected override Dataset RandomData(int count, int seed) =>
        Dataset.Of(Normal(count * T.Description.Inputs[0].Length, seed), [.. Normal(count, seed + 1).Select(value => (int)(Math.Abs(value) * 1000) % T.Description.Outputs[0].Length)]);
}

/// <summary>Of these, a network that learns numbers.</summary>
/// <typeparam name="T">The network.</typeparam>
public abstract class RegressionNetworkProof<T>(string fixture) : TypedProof<T, float>(fixture)
    where T : class, IHessianVectorNetwork<T>, ITypedNetwork<T, float>
{
    protected override float[] Target(FixtureBatch batch) => batch.Target.Values;

    protected override void Fill(scoped ref StepArguments arguments, FixtureBatch batch)
    {
        arguments[T.Description.Inputs[0].Slot] = batch.Input.Values.AsSpan();
        arguments[T.Description.Targets[0].Slot] = batch.Target.Values.AsSpan();
    }

    protected override Dataset RandomData(int count, int seed) =>
        Dataset.Of(Normal(count * T.Description.Inputs[0].Length, seed), Normal(count * T.Description.Targets[0].Length, seed + 1), count);
}
