using System;
using System.Linq;
using NetCompiler.Data;
using NetCompiler.Runtime.Tests.Helpers;
using NetCompiler.Runtime.Tests.Networks;
using NetCompiler.Training;
using Xunit;

namespace NetCompiler.Runtime.Tests;

/// <summary>Gradients that are scaled down to a norm, by hand and by the trainer.</summary>
public sealed class GradientClippingTests
{
    [Fact]
    public void ALongGradientIsScaledDownAndAShortOneStays()
    {
        // Three weights and a bias among 32 floats; the others are padding, which holds anything.
        float[] gradients = new float[32];
        gradients.AsSpan().Fill(float.NaN);
        (gradients[0], gradients[1], gradients[2], gradients[16]) = (3, 0, 0, -4);

        Assert.Equal(5, new GradientClipping(LinearRegression<Batch4>.Description, 10).Clip(gradients));
        Assert.Equal((3, -4), (gradients[0], gradients[16]));
        Assert.Equal(5, new GradientClipping(LinearRegression<Batch4>.Description, 0.5f).Clip(gradients));

        // PyTorch: 0.5 / (5 + 1e-6).
        Assert.Equal(3 * 0.5f / 5.000001f, gradients[0], 1e-7f);
        Assert.Equal(-4 * 0.5f / 5.000001f, gradients[16], 1e-7f);
    }

    [Fact]
    public void TheNormIsThatOfAllBlocks()
    {
        // Longer than the blocks in which squares are added up, with squares that a sum in float would lose.
        const int Length = 20_016;
        NetworkDescription description = WithOneParameter(Length);
        float[] gradients = [.. Samples.Numbers(Length - 16, 3), .. Enumerable.Repeat(1e4f, 16)];
        double expected = Math.Sqrt(gradients.Sum(value => (double)value * value));

        Assert.Equal(expected, new GradientClipping(description, 1).Clip(gradients), 1e-7 * expected);
        Assert.Equal(1, Math.Sqrt(gradients.Sum(value => (double)value * value)), 1e-6);
    }

    [Fact]
    public void NotANumberIsNotHidden()
    {
        float[] gradients = new float[32];
        (gradients[1], gradients[2]) = (1, float.NaN);

        Assert.True(float.IsNaN(new GradientClipping(LinearRegression<Batch4>.Description, 1).Clip(gradients)));
        Assert.True(float.IsNaN(gradients[1]));
    }

    [Fact]
    public void AStepOfPlainDescentIsAsLongAsTheClippedGradient()
    {
        Dataset data = Samples.Classification(40, 1);
        float[] before = Train(0, null);

        Assert.Equal(0.1 * 0.01, Distance(before, Train(0.1f, 0.01f)), 1e-7);
        Assert.Equal(Train(0.1f, null), Train(0.1f, 1000));
        Assert.True(Distance(before, Train(0.1f, null)) > 0.1 * 0.01);

        float[] Train(float rate, float? norm)
        {
            // A batch of one chunk would update without storing gradients; of ten, they are added up first. Both are clipped.
            var network = new SmallNetwork<Batch64>(1);
            new Trainer<SmallNetwork<Batch64>>(network) { Optimizer = new SGD(rate), BatchSize = 40, ClipNorm = norm, Shuffle = false }.Fit(data);
            float[] whole = Call.Parameters(network);
            var divided = new SmallNetwork<Batch4>(1);
            new Trainer<SmallNetwork<Batch4>>(divided) { Optimizer = new SGD(rate), BatchSize = 40, ClipNorm = norm, Shuffle = false }.Fit(data);
            Assert.True(Distance(whole, Call.Parameters(divided)) < 1e-5);
            return whole;
        }
    }

    [Fact]
    public void TheNumberOfWorkersChangesNoBit()
    {
        float[] one = Train(1);
        Assert.All((int[])[2, 3, 5], workers => Assert.Equal(one, Train(workers)));

        static float[] Train(int workers)
        {
            var network = new SmallNetwork<Batch4>(1);
            new Trainer<SmallNetwork<Batch4>>(network) { Optimizer = new Adam(0.01f), Epochs = 3, BatchSize = 7, Workers = workers, ClipNorm = 0.05f }.Fit(Samples.Classification(50, 1));
            return Call.Parameters(network);
        }
    }

    [Fact]
    public void EveryElementIsBroughtToALargestMagnitude()
    {
        float[] gradients = [0.5f, -3, 2, -0.25f, float.NaN, float.NegativeInfinity];
        GradientClipping.ClipValues(gradients, 0.75f);
        Assert.Equal([0.5f, -0.75f, 0.75f, -0.25f, float.NaN, -0.75f], gradients);

        // A step of plain descent moves no parameter farther than the rate times the magnitude, and some as far.
        Dataset data = Samples.Classification(40, 1);
        float[] before = Train(0, null, 1);
        float[] after = Train(0.1f, 1e-3f, 1);
        Assert.InRange(before.Zip(after).Max(pair => Math.Abs(pair.First - pair.Second)), 0.999e-4f, 1.001e-4f);
        Assert.Equal(Train(0.1f, null, 1), Train(0.1f, 1000, 1));
        Assert.Equal(Train(0.1f, 0.001f, 1), Train(0.1f, 0.001f, 3));

        float[] Train(float rate, float? magnitude, int workers)
        {
            var network = new SmallNetwork<Batch64>(1);
            new Trainer<SmallNetwork<Batch64>>(network) { Optimizer = new SGD(rate), BatchSize = 40, ClipValue = magnitude, Shuffle = false, Workers = workers }.Fit(data);
            return Call.Parameters(network);
        }
    }

    [Fact]
    public void SettingsThatAreNoneAreRefused()
    {
        var trainer = new Trainer<SmallNetwork<Batch4>>(new SmallNetwork<Batch4>());
        Assert.Throws<ArgumentOutOfRangeException>(() => trainer.ClipNorm = 0);
        Assert.Throws<ArgumentOutOfRangeException>(() => trainer.ClipNorm = float.NaN);
        NetworkDescription description = LinearRegression<Batch4>.Description;
        Assert.Throws<ArgumentOutOfRangeException>(() => new GradientClipping(description, float.PositiveInfinity));
        Assert.Contains("16 elements where 32 are needed", Assert.Throws<ArgumentException>(() => new GradientClipping(description, 1).Clip(new float[16])).Message, StringComparison.Ordinal);
        trainer.ClipNorm = 1;
        trainer.ClipNorm = null;
        Assert.Null(trainer.ClipNorm);
        Assert.Throws<ArgumentOutOfRangeException>(() => trainer.ClipValue = -1);
        (trainer.ClipNorm, trainer.ClipValue) = (1, 1);
        Assert.Contains("both set", Assert.Throws<ArgumentException>(() => trainer.Fit(Samples.Classification(8, 1))).Message, StringComparison.Ordinal);
    }

    private static NetworkDescription WithOneParameter(int length) => new()
    {
        Name = "Tests.OneParameter",
        ContractVersion = NetworkDescription.CurrentContractVersion,
        Batch = 1,
        Inputs = [],
        Targets = [],
        Outputs = [],
        Losses = [],
        Parameters = [new ParameterDescription("w", [length], 0, length, ParameterLayout.Rows([length], length), new Initialization(InitializationKind.Constant, 0, 0))],
        States = [],
        ParameterLength = length,
        StateLength = 0,
        PreparedLength = 0,
        InferenceWorkspaceLength = 0,
        TrainingWorkspaceLength = 0,
        TrainPhases = 1,
        Summary = "w",
    };

    private static double Distance(float[] a, float[] b) => Math.Sqrt(a.Zip(b).Sum(pair => Math.Pow((double)pair.First - pair.Second, 2)));
}
