using System;
using NetCompiler.Data;
using NetCompiler.Network.Tests.Fixtures;
using NetCompiler.Network.Tests.Networks;
using NetCompiler.Training;

namespace NetCompiler.Network.Tests.Proofs;

/// <summary>A squared error on real targets.</summary>
public sealed class RegressionProof() : NetworkProof<Regression>(NetworkFixture.Load("Regression"))
{
    protected override void Forward(Regression network, ReadOnlySpan<float> input, Span<float> output) => network.Forward(input, output);

    protected override void Forward(Regression network, ReadOnlySpan<float> input, int rows, Span<float> output) => network.Forward(input, rows, output);

    protected override (IDisposable Session, Action<float[], int, float[]> Forward) OpenSession(Regression network)
    {
        Regression.Session session = network.CreateSession();
        return (session, (input, rows, output) => session.Forward(input, rows, output));
    }

    protected override float TrainStep(Regression network, FixtureBatch batch, Optimizer optimizer) => network.TrainStep(batch.Input.Values, batch.Target.Values, optimizer);

    protected override float Gradients(Regression network, FixtureBatch batch, Span<float> gradients) => network.Gradients(batch.Input.Values, batch.Target.Values, gradients);

    protected override float Evaluate(Regression network, FixtureBatch batch) => network.Evaluate(batch.Input.Values, batch.Target.Values);

    protected override float HessianVector(Regression network, FixtureBatch batch, ReadOnlySpan<float> direction, Span<float> product) =>
        network.HessianVector(batch.Input.Values, batch.Target.Values, direction, product);

    protected override void Save(Regression network, string path) => network.Save(path);

    protected override Regression Load(string path) => Regression.Load(path);

    protected override void Fill(scoped ref StepArguments arguments, FixtureBatch batch)
    {
        NetworkDescription description = Regression.Description;
        arguments[description.Inputs[0].Slot] = batch.Input.Values.AsSpan();
        arguments[description.Targets[0].Slot] = (ReadOnlySpan<float>)batch.Target.Values;
    }

    protected override Dataset RandomData(int count, int seed) => Dataset.Of(Normal(count * 8, seed), Normal(count * 4, seed + 1), count);
}
