using System;
using System.Linq;
using NetCompiler.Data;
using NetCompiler.Network.Tests.Fixtures;
using NetCompiler.Network.Tests.Networks;
using NetCompiler.Training;

namespace NetCompiler.Network.Tests.Proofs;

/// <summary>Convolutions, and maxima of windows, whose positions must be PyTorch's.</summary>
public sealed class LeNetProof() : LargeBatchProof<LeNet>(NetworkFixture.Load("LeNet"))
{
    // Half a million products a sample take their time without vectors.
    protected override int TrainingSamples => 93;

    protected override int Repetitions => 20;

    protected override void Forward(LeNet network, ReadOnlySpan<float> input, Span<float> output) => network.Forward(input, output);

    protected override void Forward(LeNet network, ReadOnlySpan<float> input, int rows, Span<float> output) => network.Forward(input, rows, output);

    protected override (IDisposable Session, Action<float[], int, float[]> Forward) OpenSession(LeNet network)
    {
        LeNet.Session session = network.CreateSession();
        return (session, (input, rows, output) => session.Forward(input, rows, output));
    }

    protected override float TrainStep(LeNet network, FixtureBatch batch, Optimizer optimizer) => network.TrainStep(batch.Input.Values, batch.Target.Labels, optimizer);

    protected override float Gradients(LeNet network, FixtureBatch batch, Span<float> gradients) => network.Gradients(batch.Input.Values, batch.Target.Labels, gradients);

    protected override float Evaluate(LeNet network, FixtureBatch batch) => network.Evaluate(batch.Input.Values, batch.Target.Labels);

    protected override float HessianVector(LeNet network, FixtureBatch batch, ReadOnlySpan<float> direction, Span<float> product) =>
        network.HessianVector(batch.Input.Values, batch.Target.Labels, direction, product);

    protected override void Save(LeNet network, string path) => network.Save(path);

    protected override LeNet Load(string path) => LeNet.Load(path);

    protected override void Fill(scoped ref StepArguments arguments, FixtureBatch batch)
    {
        NetworkDescription description = LeNet.Description;
        arguments[description.Inputs[0].Slot] = batch.Input.Values.AsSpan();
        arguments[description.Targets[0].Slot] = (ReadOnlySpan<int>)batch.Target.Labels;
    }

    protected override Dataset RandomData(int count, int seed) => Dataset.Of(Normal(count * 28 * 28, seed), [.. Normal(count, seed + 1).Select(value => (int)(Math.Abs(value) * 1000) % 10)]);
}
