using System;
using System.Linq;
using NetCompiler.Data;
using NetCompiler.Network.Tests.Fixtures;
using NetCompiler.Network.Tests.Networks;
using NetCompiler.Training;

namespace NetCompiler.Network.Tests.Proofs;

/// <summary>Classes by index, and an objective that is more than the loss.</summary>
public sealed class ClassifierProof() : LargeBatchProof<Classifier>(NetworkFixture.Load("Classifier"))
{
    protected override void Forward(Classifier network, ReadOnlySpan<float> input, Span<float> output) => network.Forward(input, output);

    protected override void Forward(Classifier network, ReadOnlySpan<float> input, int rows, Span<float> output) => network.Forward(input, rows, output);

    protected override (IDisposable Session, Action<float[], int, float[]> Forward) OpenSession(Classifier network)
    {
        Classifier.Session session = network.CreateSession();
        return (session, (input, rows, output) => session.Forward(input, rows, output));
    }

    protected override float TrainStep(Classifier network, FixtureBatch batch, Optimizer optimizer) => network.TrainStep(batch.Input.Values, batch.Target.Labels, optimizer);

    protected override float Gradients(Classifier network, FixtureBatch batch, Span<float> gradients) => network.Gradients(batch.Input.Values, batch.Target.Labels, gradients);

    protected override float Evaluate(Classifier network, FixtureBatch batch) => network.Evaluate(batch.Input.Values, batch.Target.Labels);

    protected override float HessianVector(Classifier network, FixtureBatch batch, ReadOnlySpan<float> direction, Span<float> product) =>
        network.HessianVector(batch.Input.Values, batch.Target.Labels, direction, product);

    protected override void Save(Classifier network, string path) => network.Save(path);

    protected override Classifier Load(string path) => Classifier.Load(path);

    protected override void Fill(scoped ref StepArguments arguments, FixtureBatch batch)
    {
        NetworkDescription description = Classifier.Description;
        arguments[description.Inputs[0].Slot] = batch.Input.Values.AsSpan();
        arguments[description.Targets[0].Slot] = (ReadOnlySpan<int>)batch.Target.Labels;
    }

    protected override Dataset RandomData(int count, int seed) => Dataset.Of(Normal(count * 20, seed), [.. Normal(count, seed + 1).Select(value => (int)(Math.Abs(value) * 1000) % 10)]);
}
