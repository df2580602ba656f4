using System;
using System.Linq;
using NetCompiler.Data;
using NetCompiler.Network.Tests.Fixtures;
using NetCompiler.Network.Tests.Networks;
using NetCompiler.Network.Tests.Proofs;
using NetCompiler.Training;

namespace NetCompiler.Network.Tests.Live;

/// <summary>The proofs of <see cref="Networks.LiveNetwork"/> against PyTorch as it is installed here, with parameters and batches that no run before has seen.</summary>
public sealed class LiveProof() : LargeBatchProof<LiveNetwork>(PyTorch.Fixture())
{
    protected override void Forward(LiveNetwork network, ReadOnlySpan<float> input, Span<float> output) => network.Forward(input, output);

    protected override void Forward(LiveNetwork network, ReadOnlySpan<float> input, int rows, Span<float> output) => network.Forward(input, rows, output);

    protected override (IDisposable Session, Action<float[], int, float[]> Forward) OpenSession(LiveNetwork network)
    {
        LiveNetwork.Session session = network.CreateSession();
        return (session, (input, rows, output) => session.Forward(input, rows, output));
    }

    protected override float TrainStep(LiveNetwork network, FixtureBatch batch, Optimizer optimizer) => network.TrainStep(batch.Input.Values, batch.Target.Labels, optimizer);

    protected override float Gradients(LiveNetwork network, FixtureBatch batch, Span<float> gradients) => network.Gradients(batch.Input.Values, batch.Target.Labels, gradients);

    protected override float Evaluate(LiveNetwork network, FixtureBatch batch) => network.Evaluate(batch.Input.Values, batch.Target.Labels);

    protected override float HessianVector(LiveNetwork network, FixtureBatch batch, ReadOnlySpan<float> direction, Span<float> product) =>
        network.HessianVector(batch.Input.Values, batch.Target.Labels, direction, product);

    protected override void Save(LiveNetwork network, string path) => network.Save(path);

    protected override LiveNetwork Load(string path) => LiveNetwork.Load(path);

    protected override void Fill(scoped ref StepArguments arguments, FixtureBatch batch)
    {
        NetworkDescription description = LiveNetwork.Description;
        arguments[description.Inputs[0].Slot] = batch.Input.Values.AsSpan();
        arguments[description.Targets[0].Slot] = (ReadOnlySpan<int>)batch.Target.Labels;
    }

    protected override Dataset RandomData(int count, int seed) => Dataset.Of(Normal(count * 9, seed), [.. Normal(count, seed + 1).Select(value => (int)(Math.Abs(value) * 1000) % 6)]);
}
