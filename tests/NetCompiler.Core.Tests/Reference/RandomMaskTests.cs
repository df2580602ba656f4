using System;
using System.Linq;
using NetCompiler.Core.Reference;
using NetCompiler.Core.Tensors;
using NetCompiler.Core.Tensors.Operations;
using Xunit;

namespace NetCompiler.Core.Tests.Reference;

public sealed class RandomMaskTests
{
    private const int Rows = 200;
    private const int Columns = 100;

    /// <summary>Computed by tests/NetCompiler.Core.Tests/Reference/random_mask.py, which follows the specification in Python's integers.</summary>
    [Fact]
    public void TheSpecificationsNumbersAreDrawn()
    {
        Assert.Equal(0x00000000u, RandomMask.Mix(0));
        Assert.Equal(0x688990C0u, RandomMask.Mix(1));
        Assert.Equal(0xE628C683u, RandomMask.Mix(0xDEADBEEF));
        Assert.Equal(0x0FD84420u, RandomMask.MaskKey(0x0123456789ABCDEF, 0x0000000700000009, 3));
        Assert.Equal(0xF100D488u, RandomMask.RowKey(0x0FD84420u, 41));
        double[] mask = Draw(new ReferenceCall { Rows = 2, FirstRow = 41, Seed = 0x0123456789ABCDEF, Step = 0x0000000700000009 }, 0.75, 3, 12);
        Assert.Equal("111001111011110100111111", string.Concat(mask.Select(element => element == 0 ? '0' : '1')));
        Assert.All(mask.Where(element => element != 0), element => Assert.Equal(1 / 0.75, element));
    }

    [Theory]
    [InlineData(0.1)]
    [InlineData(0.5)]
    [InlineData(0.9)]
    public void ElementsAreKeptWithTheProbability(double keep)
    {
        double[] mask = Draw(new ReferenceCall { Rows = Rows, Seed = 42 }, keep, 0);

        AssertFraction(keep, mask.Count(element => element != 0), mask.Length);
        Assert.Equal(1, mask.Average(), 0.06 / keep);
    }

    [Fact]
    public void EverythingIsKeptWithProbabilityOne() => Assert.All(Draw(new ReferenceCall { Rows = Rows }, 1, 0), element => Assert.Equal(1, element));

    /// <summary>Two independent masks agree in p p + (1 - p)(1 - p) of their elements.</summary>
    [Theory]
    [InlineData("seed")]
    [InlineData("high half of the seed")]
    [InlineData("step")]
    [InlineData("high half of the step")]
    [InlineData("key")]
    [InlineData("next row")]
    [InlineData("next element")]
    public void MasksAreIndependent(string of)
    {
        const double keep = 0.7;
        double[] mask = Draw(new ReferenceCall { Rows = Rows, Seed = 42, Step = 7 }, keep, 1);
        double[] other = of switch
        {
            "seed" => Draw(new ReferenceCall { Rows = Rows, Seed = 43, Step = 7 }, keep, 1),
            "high half of the seed" => Draw(new ReferenceCall { Rows = Rows, Seed = 42 + (1UL << 32), Step = 7 }, keep, 1),
            "step" => Draw(new ReferenceCall { Rows = Rows, Seed = 42, Step = 8 }, keep, 1),
            "high half of the step" => Draw(new ReferenceCall { Rows = Rows, Seed = 42, Step = 7 + (1L << 32) }, keep, 1),
            "key" => Draw(new ReferenceCall { Rows = Rows, Seed = 42, Step = 7 }, keep, 2),
            "next row" => [.. mask.Skip(Columns), .. mask.Take(Columns)],
            "next element" => [.. mask.Skip(1), mask[0]],
            _ => throw new ArgumentOutOfRangeException(nameof(of)),
        };

        AssertFraction((keep * keep) + ((1 - keep) * (1 - keep)), mask.Zip(other).Count(pair => pair.First == pair.Second), mask.Length);
    }

    [Fact]
    public void ChunksDrawWhatOneCallWould()
    {
        double[] whole = Draw(new ReferenceCall { Rows = 8, Seed = 1, Step = 2 }, 0.5, 0);
        double[] first = Draw(new ReferenceCall { Rows = 3, Seed = 1, Step = 2 }, 0.5, 0);
        double[] second = Draw(new ReferenceCall { Rows = 5, FirstRow = 3, Seed = 1, Step = 2 }, 0.5, 0);

        Assert.Equal(whole, first.Concat(second));
    }

    [Fact]
    public void TheShapeBehindTheRowsOnlyCountsElements()
    {
        var call = new ReferenceCall { Rows = 4, Seed = 9 };
        var builder = new ProgramBuilder();
        TensorValue flat = builder.Add(new RandomMaskOperation(0.5, 0, Shape.Of(Extent.Rows(8), 6)));
        TensorValue cube = builder.Add(new RandomMaskOperation(0.5, 0, Shape.Of(Extent.Rows(8), 2, 3)));
        ReferenceRun run = Interpreter.Run(builder.Finish("masks"), call);

        Assert.Equal(run[flat], run[cube]);
    }

    /// <summary>Five standard deviations of a binomial: fails by chance for one seed in two million, and the seeds are fixed.</summary>
    private static void AssertFraction(double expected, int count, int of) =>
        Assert.Equal(expected, (double)count / of, 5 * Math.Sqrt(expected * (1 - expected) / of));

    private static double[] Draw(ReferenceCall call, double keep, int key, int columns = Columns)
    {
        var builder = new ProgramBuilder();
        TensorValue mask = builder.Add(new RandomMaskOperation(keep, key, Shape.Of(Extent.Rows(Rows), columns)));
        return Interpreter.Run(builder.Finish("mask"), call)[mask];
    }
}
