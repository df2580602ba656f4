using System;
using System.Linq;
using NetCompiler.Core.Reference;
using NetCompiler.Core.Tensors;
using NetCompiler.Core.Tensors.Operations;
using Xunit;
using static NetCompiler.Core.Tensors.Scalars.ScalarExpression;

namespace NetCompiler.Core.Tests.Reference;

/// <summary>The oracle itself, against numbers worked out by hand.</summary>
public sealed class InterpreterTests
{
    private static readonly Extent s_r = Extent.Rows(4);

    [Fact]
    public void MapsBroadcast() =>
        AssertValue([11, 12, 13, 24, 25, 26], b => b.Plus(X(b, Shape.Of(s_r, 3)), Y(b, Shape.Of(s_r, 1))), [1, 2, 3, 4, 5, 6], [10, 20]);

    [Fact]
    public void MapsBroadcastLowerRanks() =>
        AssertValue([11, 22, 33, 14, 25, 36], b => b.Plus(X(b, Shape.Of(s_r, 3)), Y(b, Shape.Of(3))), [1, 2, 3, 4, 5, 6], [10, 20, 30]);

    [Fact]
    public void CoordinatesCountFromTheLastAxis() =>
        AssertValue([0, 1, 2, 10, 11, 12], b => b.Map(10 * Coordinate(1) + Coordinate(0) + 0 * Operand(0), X(b, Shape.Of(s_r, 3))), [1, 2, 3, 4, 5, 6]);

    [Fact]
    public void BytesAreScaledByChannel() =>
        AssertValue(
            [-1, 49, 0.5, 510.5, 0, 1, 20.5, 40.5],
            b => b.Add(new FromBytesOperation(new([0.5, 2]), new([-1, 0.5])), b.Add(new SourceOperation(SourceKind.Input, "x", Shape.Of(s_r, 2, 2), ElementKind.Byte))),
            [0, 100, 0, 255, 2, 4, 10, 20]);

    [Fact]
    public void ContractMultipliesMatrices() =>
        AssertValue(
            [1 * 7 + 2 * 8 + 3 * 9, 1 * 10 + 2 * 11 + 3 * 12, 4 * 7 + 5 * 8 + 6 * 9, 4 * 10 + 5 * 11 + 6 * 12],
            b => b.Add(ContractOperation.Over(1, 1), X(b, Shape.Of(s_r, 3)), Y(b, Shape.Of(2, 3))),
            [1, 2, 3, 4, 5, 6],
            [7, 8, 9, 10, 11, 12]);

    [Fact]
    public void ContractKeepsBatchAxesInFront() =>
        AssertValue(
            [1 * 5 + 2 * 6, 1 * 7 + 2 * 8, 3 * 50 + 4 * 60, 3 * 70 + 4 * 80],
            b => b.Add(new ContractOperation(new([1]), new([2]), new([0]), new([0])), X(b, Shape.Of(s_r, 2)), Y(b, Shape.Of(s_r, 2, 2))),
            [1, 2, 3, 4],
            [5, 6, 7, 8, 50, 60, 70, 80]);

    [Fact]
    public void ContractSumsCrossedPairs()
    {
        // Sum over i, j of x[i, j] y[j, i].
        AssertValue(
            [1 * 5 + 2 * 7 + 3 * 9 + 4 * 6 + 5 * 8 + 6 * 10],
            b => b.Add(new ContractOperation(new([0, 1]), new([1, 0]), new([]), new([])), X(b, Shape.Of(2, 3)), Y(b, Shape.Of(3, 2))),
            [1, 2, 3, 4, 5, 6],
            [5, 6, 7, 8, 9, 10]);
    }

    [Fact]
    public void SumsKeepTheirAxes()
    {
        AssertValue([5, 7, 9], b => b.Sum(X(b, Shape.Of(s_r, 3)), 0), [1, 2, 3, 4, 5, 6]);
        AssertValue([6, 15], b => b.Sum(X(b, Shape.Of(s_r, 3)), 1), [1, 2, 3, 4, 5, 6]);
        AssertValue([21], b => b.Sum(X(b, Shape.Of(s_r, 3)), 1, 0), [1, 2, 3, 4, 5, 6]);
        AssertValue([1 + 2 + 5 + 6, 3 + 4 + 7 + 8], b => b.Sum(X(b, Shape.Of(s_r, 2, 2)), 0, 2), [1, 2, 3, 4, 5, 6, 7, 8]);
    }

    [Fact]
    public void MaximaTakeNegativesAndNaN()
    {
        AssertValue([-1, -4], b => b.Max(X(b, Shape.Of(s_r, 3)), 1), [-1, -2, -3, -4, -5, -6]);
        AssertValue([double.NaN, -4], b => b.Max(X(b, Shape.Of(s_r, 3)), 1), [-1, double.NaN, -3, -4, -5, -6]);
    }

    [Fact]
    public void TransposeMovesAxes() =>
        AssertValue([1, 3, 5, 2, 4, 6, 7, 9, 11, 8, 10, 12], b => b.Transpose(X(b, Shape.Of(s_r, 3, 2)), 0, 2, 1), Enumerable.Range(1, 12).Select(i => (double)i).ToArray());

    [Fact]
    public void TransposeTakesAxisPermutationOfI()
    {
        // [2,1,3] by [2, 0, 1] is [3,2,1]: element [k,i,0] is x[i,0,k].
        AssertValue([1, 4, 2, 5, 3, 6], b => b.Transpose(X(b, Shape.Of(2, 1, 3)), 2, 0, 1), [1, 2, 3, 4, 5, 6]);
    }

    [Fact]
    public void SlicesConcatsAndPads()
    {
        AssertValue([2, 3, 5, 6], b => b.Add(new SliceOperation(1, 1, 2), X(b, Shape.Of(s_r, 3))), [1, 2, 3, 4, 5, 6]);
        AssertValue([1, 2, 10, 3, 4, 20], b => b.Add(new ConcatOperation(1), X(b, Shape.Of(s_r, 2)), Y(b, Shape.Of(s_r, 1))), [1, 2, 3, 4], [10, 20]);
        AssertValue([0, 1, 2, 0, 0, 0, 3, 4, 0, 0], b => b.Add(new PadOperation(1, 1, 2), X(b, Shape.Of(s_r, 2))), [1, 2, 3, 4]);
    }

    [Fact]
    public void BroadcastsAndReshapesAndConstants()
    {
        AssertValue([1, 2, 1, 2], b => b.Broadcast(X(b, Shape.Of(2)), Shape.Of(s_r, 2)), [1, 2]);
        AssertValue([1, 2, 3, 4], b => b.Reshape(X(b, Shape.Of(s_r, 2, 1)), Shape.Of(s_r, 1, 2)), [1, 2, 3, 4]);
        AssertValue([7, 7, 7, 7], b => b.Constant(7, Shape.Of(s_r, 2)));
        AssertValue([1, 2], b => b.StopGradient(X(b, Shape.Of(2))), [1, 2]);
        AssertValue([0.125], b => b.Scale());
        AssertValue([0.5], b => b.Share());
    }

    [Fact]
    public void ResultsAreFoundByKindAndName()
    {
        var builder = new ProgramBuilder();
        builder.Result(ResultKind.Output, "two", builder.Constant(2, Shape.Of(1)));
        ReferenceRun run = Interpreter.Run(builder.Finish("p"), new ReferenceCall());

        Assert.Equal([2], run.Result(ResultKind.Output, "two"));
        Assert.Throws<ProgramException>(() => run.Result(ResultKind.Loss, "two"));
    }

    [Fact]
    public void MistakesInTheCallAreRefused()
    {
        var builder = new ProgramBuilder();
        builder.Add(new SourceOperation(SourceKind.Target, "y", Shape.Of(s_r, 2), ElementKind.Integer));
        TensorProgram program = builder.Finish("p");

        Assert.Contains("no target y", Refusal(new ReferenceCall()));
        Assert.Contains("2 elements at 1 rows, not 3", Refusal(new ReferenceCall { Sources = { [(SourceKind.Target, "y")] = [1, 2, 3] } }));
        Assert.Contains("integers", Refusal(new ReferenceCall { Sources = { [(SourceKind.Target, "y")] = [1, 2.5] } }));
        Assert.Contains("5 rows", Refusal(new ReferenceCall { Rows = 5 }));
        Assert.Contains("0 rows", Refusal(new ReferenceCall { Rows = 0 }));

        string Refusal(ReferenceCall call) => Assert.Throws<ProgramException>(() => Interpreter.Run(program, call)).Message;
    }

    private static TensorValue X(ProgramBuilder b, Shape shape) => b.Add(new SourceOperation(SourceKind.Input, "x", shape));

    private static TensorValue Y(ProgramBuilder b, Shape shape) => b.Add(new SourceOperation(SourceKind.Input, "y", shape));

    /// <summary>Two of at most four rows.</summary>
    private static void AssertValue(double[] expected, Func<ProgramBuilder, TensorValue> build, double[]? x = null, double[]? y = null)
    {
        var builder = new ProgramBuilder();
        TensorValue value = build(builder);
        var call = new ReferenceCall { Rows = 2, Scale = 0.125, Share = 0.5 };
        if (x is not null)
        {
            call.Sources[(SourceKind.Input, "x")] = x;
        }

        if (y is not null)
        {
            call.Sources[(SourceKind.Input, "y")] = y;
        }

        Assert.Equal(expected, Interpreter.Run(ProgramVerifier.Verify(builder.Finish("p"), "the test"), call)[value]);
    }
}
