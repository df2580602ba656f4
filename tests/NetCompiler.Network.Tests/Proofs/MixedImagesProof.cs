using System;
using System.Linq;
using NetCompiler.Data;
using NetCompiler.Network.Tests.Fixtures;
using NetCompiler.Network.Tests.Networks;
using NetCompiler.Training;

namespace NetCompiler.Network.Tests.Proofs;

/// <summary>Every kind of convolution, means of windows, and images that are added.</summary>
public sealed class MixedImagesProof() : LargeBatchProof<MixedImages>(NetworkFixture.Load("MixedImages"))
{
    protected override void Forward(MixedImages network, ReadOnlySpan<float> input, Span<float> output) => network.Forward(input, output);

    protected override void Forward(MixedImages network, ReadOnlySpan<float> input, int rows, Span<float> output) => network.Forward(input, rows, output);

    protected override (IDisposable Session, Action<float[], int, float[]> Forward) OpenSession(MixedImages network)
    {
        MixedImages.Session session = network.CreateSession();
        return (session, (input, rows, output) => session.Forward(input, rows, output));
    }

    protected override float TrainStep(MixedImages network, FixtureBatch batch, Optimizer optimizer) => network.TrainStep(batch.Input.Values, batch.Target.Labels, optimizer);

    protected override float Gradients(MixedImages network, FixtureBatch batch, Span<float> gradients) => network.Gradients(batch.Input.Values, batch.Target.Labels, gradients);

    protected override float Evaluate(MixedImages network, FixtureBatch batch) => network.Evaluate(batch.Input.Values, batch.Target.Labels);

    protected override float HessianVector(MixedImages network, FixtureBatch batch, ReadOnlySpan<float> direction, Span<float> product) =>
        network.HessianVector(batch.Input.Values, batch.Target.Labels, direction, product);

    protected override void Save(MixedImages network, string path) => network.Save(path);

    protected override MixedImages Load(string path) => MixedImages.Load(path);

    protected override void Fill(scoped ref StepArguments arguments, FixtureBatch batch)
    {
        NetworkDescription description = MixedImages.Description;
        arguments[description.Inputs[0].Slot] = batch.Input.Values.AsSpan();
        arguments[description.Targets[0].Slot] = (ReadOnlySpan<int>)batch.Target.Labels;
    }

    protected override Dataset RandomData(int count, int seed) => Dataset.Of(Normal(count * 3 * 12 * 13, seed), [.. Normal(count, seed + 1).Select(value => (int)(Math.Abs(value) * 1000) % 5)]);
}
