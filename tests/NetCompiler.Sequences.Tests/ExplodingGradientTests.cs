using System;
using NetCompiler.Data;
using NetCompiler.Sequences.Tests.Networks;
using NetCompiler.Training;
using Xunit;

namespace NetCompiler.Sequences.Tests;

/// <summary>What clipping is for: sums by a network whose gradients explode.</summary>
public sealed class ExplodingGradientTests
{
    private const int Steps = 40;

    // The variance of a number from -1 to 1: the loss of who always says 0.
    private const float LossOfTheMean = 1f / 3;

    [Fact]
    public void A_network_that_diverges_learns_when_its_gradients_are_clipped()
    {
        double free = Train(null);
        double clipped = Train(0.1f);
        TestContext.Current.TestOutputHelper!.WriteLine(FormattableString.Invariant($"loss without clipping {free}, with it {clipped}"));
        Assert.False(double.IsFinite(free) && free < 10 * LossOfTheMean, $"Without clipping the loss is {free}: it does not diverge.");
        Assert.True(clipped < 0.1f * LossOfTheMean, $"With clipping the loss is {clipped}, and that of the mean {LossOfTheMean}.");
    }

    private static double Train(float? clipNorm)
    {
        var network = new SummingNetwork(seed: 3);
        float[] identity = new float[16 * 16];
        for (int unit = 0; unit < 16; unit++)
        {
            identity[(unit * 16) + unit] = 1;
        }

        network.Parameters["0.weight_hh_l0"].CopyFrom(identity);
        network.Parameters["0.bias_ih_l0"].CopyFrom(new float[16]);
        network.Parameters["0.bias_hh_l0"].CopyFrom(new float[16]);
        var trainer = new Trainer<SummingNetwork>(network) { Optimizer = new SGD(0.02f), Epochs = 10, BatchSize = 32, ClipNorm = clipNorm };
        return trainer.Fit(Sums(2000), cancellation: TestContext.Current.CancellationToken).Epochs[^1].Loss;
    }

    // Numbers from -1 to 1, and their sum divided by the root of their count.
    private static Dataset Sums(int count)
    {
        var random = new Random(5);
        float[] inputs = new float[count * Steps];
        float[] sums = new float[count];
        for (int index = 0; index < inputs.Length; index++)
        {
            inputs[index] = (float)((2 * random.NextDouble()) - 1);
            sums[index / Steps] += inputs[index] / MathF.Sqrt(Steps);
        }

        return Dataset.Of(inputs, sums);
    }
}
