using System;
using System.Linq;
using NetCompiler.Core.Differentiation;
using NetCompiler.Core.Reference;
using NetCompiler.Core.Tensors;
using NetCompiler.Core.Tensors.Operations;
using Xunit;

namespace NetCompiler.Core.Tests.Reference;

/// <summary>Convolutions and pools against numbers worked out by hand.</summary>
public sealed class SlidingWindowTests
{
    private const double NaN = double.NaN;
    private const double Infinity = double.PositiveInfinity;
    private static readonly Extent s_r = Extent.Rows(4);

    [Fact]
    public void Convolutions_are_correlations() =>
        AssertValue([1 * 10 + 2 * 1, 2 * 10 + 3 * 1, 4 * 10 + 5 * 1, 5 * 10 + 6 * 1], b => b.Convolve(X(b, s_r, 1, 3), Y(b, 1, 1, 2), Sliding.By([1])), [1, 2, 3, 4, 5, 6], [10, 1], rows: 2);

    [Fact]
    public void Convolutions_sum_over_channels_and_both_axes() =>
        AssertValue(
            [1 + 2 * 2 + 3 * 4 + 4 * 5 + 10 * 10 + 100 * 50, 2 + 2 * 3 + 3 * 5 + 4 * 6 + 10 * 20 + 100 * 60],
            b => b.Convolve(X(b, s_r, 2, 2, 3), Y(b, 1, 2, 2, 2), Sliding.By([1, 1])),
            [1, 2, 3, 4, 5, 6, 10, 20, 30, 40, 50, 60],
            [1, 2, 3, 4, 10, 0, 0, 100]);

    [Fact]
    public void Padding_is_zero_and_may_be_lopsided() =>
        AssertValue(
            [2 * 1 + 3 * 2, 1 * 1 + 2 * 2 + 3 * 3, 1 * 2 + 2 * 3, 1 * 3],
            b => b.Convolve(X(b, s_r, 1, 3), Y(b, 1, 1, 3), Windows(1, before: 1, after: 2)),
            [1, 2, 3],
            [1, 2, 3]);

    [Fact]
    public void Strides_leave_a_rest_and_dilations_a_gap() =>
        AssertValue(
            [1 * 10 + 4 * 1, 3 * 10 + 6 * 1],
            b => b.Convolve(X(b, s_r, 1, 7), Y(b, 1, 1, 2), Windows(2, dilation: 3)),
            [1, 2, 3, 4, 5, 6, 7],
            [10, 1]);

    [Fact]
    public void Groups_keep_to_themselves() =>
        AssertValue(
            [1 * 1 + 2 * 2, 1 * 3 + 2 * 4, 3 * 5 + 4 * 6, 3 * 7 + 4 * 8],
            b => b.Convolve(X(b, s_r, 4, 1), Y(b, 4, 2, 1), Sliding.By([1]), groups: 2),
            [1, 2, 3, 4],
            [1, 2, 3, 4, 5, 6, 7, 8]);

    [Fact]
    public void The_adjoint_by_the_input_spreads_the_kernel() =>
        AssertValue(
            [1 * 10, 1 * 1, 2 * 10, 2 * 1, 3 * 10, 3 * 1, 0],
            b => b.Add(new ConvolveOperation(ConvolveForm.Input, Sliding.By([2]), 1, new([7])), X(b, s_r, 1, 3), Y(b, 1, 1, 2)),
            [1, 2, 3],
            [10, 1]);

    [Fact]
    public void The_adjoint_by_the_weight_sums_over_rows_and_positions() =>
        AssertValue(
            [1 * 10 + 2 * 20 + 4 * 1 + 5 * 2, 2 * 10 + 3 * 20 + 5 * 1 + 6 * 2],
            b => b.Add(new ConvolveOperation(ConvolveForm.Weight, Sliding.By([1]), 1, new([2])), X(b, s_r, 1, 3), Y(b, s_r, 1, 2)),
            [1, 2, 3, 4, 5, 6],
            [10, 20, 1, 2],
            rows: 2);

    [Fact]
    public void The_place_of_a_maximum_counts_row_major_in_its_window() =>
        AssertValue([3, 1], b => ArgMax(b, X(b, s_r, 1, 2, 4), [2, 2], Sliding.By([2, 2])), [1, 2, 3, 9, 3, 4, 5, 6]);

    [Fact]
    public void The_first_of_equal_maxima_wins() => AssertValue([1, 0], b => ArgMax(b, X(b, s_r, 1, 6), [3], Sliding.By([3])), [1, 2, 2, 5, 5, 5]);

    [Fact]
    public void Padding_never_wins() =>
        AssertValue([1, 0, 0], b => ArgMax(b, X(b, s_r, 1, 4), [2], Windows(2, before: 1, after: 1)), [-1, -2, -3, -Infinity]);

    // Of several NaN the last wins, as in PyTorch: each wins over all before it.
    [Fact]
    public void NaN_wins_over_what_came_before() =>
        AssertValue([1, 0, 2], b => ArgMax(b, X(b, s_r, 1, 9), [3], Sliding.By([3])), [Infinity, NaN, 3, NaN, 1, Infinity, NaN, 1, NaN]);

    [Fact]
    public void Maxima_are_taken_and_put_back() =>
        AssertValue([0, 0 + 2 + 2, 0, 0, 4], b =>
        {
            TensorValue x = X(b, s_r, 1, 5);
            TensorValue maximum = b.PoolMax(x, new([3]), Sliding.By([1]));
            TensorValue put = b.Add(new PoolPutOperation(new([3]), Sliding.By([1]), new([5])), maximum, maximum.Operands[1]);
            Assert.Equal(put.Shape, x.Shape);
            return put;
        }, [0, 2, 1, 0, 4]);

    [Fact]
    public void NaN_passes_through_a_maximum() => AssertValue([NaN, 4], b => b.PoolMax(X(b, s_r, 1, 4), new([2]), Sliding.By([2])), [1, NaN, 3, 4]);

    [Fact]
    public void Sums_take_padding_for_zero() =>
        AssertValue([1 + 2, 2 + 3 + 4, 4], b => b.PoolSum(X(b, s_r, 1, 4), new([3]), Windows(2, before: 1, after: 2)), [1, 2, 3, 4]);

    [Fact]
    public void Spreads_add_where_windows_overlap() =>
        AssertValue([1, 1 + 20, 20, 20, 0], b => b.Add(new PoolSpreadOperation(new([3]), Windows(2, before: 1), new([5])), X(b, s_r, 1, 2)), [1, 20]);

    [Fact]
    public void Maxima_weigh_what_their_positions_met() =>
        AssertValue(
            [10 * 9 + 1 * 7, 10 * 2 + 1 * 8],
            b => b.Add(new RoutedWeightOperation(new([2]), Sliding.By([2])), X(b, s_r, 4, 2), Y(b, s_r, 2, 1), Routing(b)),
            [9, 2, 3, 4, 5, 6, 7, 8],
            [10, 1]);

    [Fact]
    public void Maxima_spread_the_kernel_from_their_positions_and_not_into_the_padding() =>
        AssertValue(
            [10 * 2, 0, 1 * 2, 1 * 2],
            b => b.Add(new RoutedInputOperation(new([2]), Windows(1, before: 1), new([4]), new([2]), Sliding.By([2])), Y(b, s_r, 2, 1), Routing(b), b.Constant(2, Shape.Of(1, 2, 1))),
            [9, 2, 3, 4, 5, 6, 7, 8],
            [10, 1]);

    /// <summary>The rule's own text: gradients of a convolution are the other two forms.</summary>
    [Fact]
    public void Gradients_are_the_other_forms()
    {
        var b = new ProgramBuilder();
        TensorValue x = X(b, s_r, 2, 7);
        TensorValue w = Y(b, 3, 2, 2);
        TensorValue y = b.Convolve(x, w, Windows(2, before: 1));
        TensorValue u = b.Add(new SourceOperation(SourceKind.Cotangent, "u", y.Shape));
        var gradients = ReverseMode.Differentiate(b, y, u, [x, w]);

        Assert.Equal("convolveinput %3 %1 stride [2] padding [1]x[0] extents [7]", Print(gradients[x]));
        Assert.Equal("convolveweight %0 %3 stride [2] padding [1]x[0] extents [2]", Print(gradients[w]));

        static string Print(TensorValue value) => value.Operation.Print(value.Operands.Select(operand => operand.ToString()).ToArray());
    }

    private static Sliding Windows(int stride, int before = 0, int after = 0, int dilation = 1) => new(new([stride]), new([before]), new([after]), new([dilation]));

    private static TensorValue ArgMax(ProgramBuilder b, TensorValue x, int[] window, Sliding sliding) => b.Add(new PoolArgMaxOperation(new(window), sliding), x);

    // Where the maxima of the first of two channels are.
    private static TensorValue Routing(ProgramBuilder b) =>
        b.Add(new PoolArgMaxOperation(new([2]), Sliding.By([2])) { IsChannelsLast = true }, b.Add(new SliceOperation(2, 0, 1), X(b, s_r, 4, 2)));

    private static TensorValue X(ProgramBuilder b, params Extent[] shape) => b.Add(new SourceOperation(SourceKind.Input, "x", Shape.Of(shape)));

    private static TensorValue Y(ProgramBuilder b, params Extent[] shape) => b.Add(new SourceOperation(SourceKind.Input, "y", Shape.Of(shape)));

    private static void AssertValue(double[] expected, Func<ProgramBuilder, TensorValue> build, double[] x, double[]? y = null, int rows = 1)
    {
        var builder = new ProgramBuilder();
        TensorValue value = build(builder);
        var call = new ReferenceCall { Rows = rows, Sources = { [(SourceKind.Input, "x")] = x } };
        if (y is not null)
        {
            call.Sources[(SourceKind.Input, "y")] = y;
        }

        Assert.Equal(expected, Interpreter.Run(ProgramVerifier.Verify(builder.Finish("p"), "the test"), call)[value]);
    }
}
