using System;
using NetCompiler.Data;
using NetCompiler.Network.Tests.Fixtures;
using NetCompiler.Network.Tests.Networks;
using NetCompiler.Training;

namespace NetCompiler.Network.Tests.Proofs;

/// <summary>Branches, parameters with names of their own, and targets that are probabilities.</summary>
public sealed class BranchingProof() : LargeBatchProof<Branching>(NetworkFixture.Load("Branching"))
{
    protected override void Forward(Branching network, ReadOnlySpan<float> input, Span<float> output) => network.Forward(input, output);

    protected override void Forward(Branching network, ReadOnlySpan<float> input, int rows, Span<float> output) => network.Forward(input, rows, output);

    protected override (IDisposable Session, Action<float[], int, float[]> Forward) OpenSession(Branching network)
    {
        Branching.Session session = network.CreateSession();
        return (session, (input, rows, output) => session.Forward(input, rows, output));
    }

    protected override float TrainStep(Branching network, FixtureBatch batch, Optimizer optimizer) => network.TrainStep(batch.Input.Values, batch.Target.Values, optimizer);

    protected override float Gradients(Branching network, FixtureBatch batch, Span<float> gradients) => network.Gradients(batch.Input.Values, batch.Target.Values, gradients);

    protected override float Evaluate(Branching network, FixtureBatch batch) => network.Evaluate(batch.Input.Values, batch.Target.Values);

    protected override float HessianVector(Branching network, FixtureBatch batch, ReadOnlySpan<float> direction, Span<float> product) =>
        network.HessianVector(batch.Input.Values, batch.Target.Values, direction, product);

    protected override void Save(Branching network, string path) => network.Save(path);

    protected override Branching Load(string path) => Branching.Load(path);

    protected override void Fill(scoped ref StepArguments arguments, FixtureBatch batch)
    {
        NetworkDescription description = Branching.Description;
        arguments[description.Inputs[0].Slot] = batch.Input.Values.AsSpan();
        arguments[description.Targets[0].Slot] = (ReadOnlySpan<float>)batch.Target.Values;
    }

    protected override Dataset RandomData(int count, int seed) => Dataset.Of(Normal(count * 12, seed), OneHot(count, seed + 1), count);

    private static float[] OneHot(int count, int seed)
    {
        float[] targets = new float[count * 5];
        var random = new Random(seed);
        for (int row = 0; row < count; row++)
        {
            targets[(row * 5) + random.Next(5)] = 1;
        }

        return targets;
    }
}
