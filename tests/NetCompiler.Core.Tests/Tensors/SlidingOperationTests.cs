using NetCompiler.Core.Tensors;
using NetCompiler.Core.Tensors.Operations;
using Xunit;

namespace NetCompiler.Core.Tests.Tensors;

/// <summary>Convolutions and pools: shapes, how they print, and what they refuse.</summary>
public sealed class SlidingOperationTests
{
    private static readonly Extent s_r = Extent.Rows(8);

    // Extent, window, stride, before, after, dilation: PyTorch's documentation of Conv2d has the formula.
    [Theory]
    [InlineData(28, 5, 1, 2, 2, 1, 28)]
    [InlineData(49, 10, 2, 4, 5, 1, 25)]
    [InlineData(7, 3, 2, 0, 0, 1, 3)]
    [InlineData(8, 3, 2, 0, 0, 1, 3)]
    [InlineData(8, 3, 3, 0, 1, 1, 3)]
    [InlineData(9, 3, 1, 0, 0, 4, 1)]
    [InlineData(8, 3, 1, 0, 0, 4, 0)]
    [InlineData(2, 5, 4, 2, 1, 1, 1)]
    [InlineData(1, 1, 7, 0, 0, 1, 1)]
    [InlineData(1, 4, 2, 0, 0, 1, 0)]
    public void Positions_are_counted(int extent, int window, int stride, int before, int after, int dilation, int expected) =>
        Assert.Equal(expected, new Sliding(new([stride]), new([before]), new([after]), new([dilation])).Positions(0, extent, window));

    [Fact]
    public void Shapes_and_text_are_those_of_the_specification()
    {
        // docs/architecture.md, walk (a).
        var b = new ProgramBuilder();
        TensorValue x = Source(b, "input", Shape.Of(s_r, 1, 28, 28));
        TensorValue w = Source(b, "0.weight", Shape.Of(8, 1, 5, 5), SourceKind.Parameter);
        var padded = new Sliding(new([1, 1]), new([2, 2]), new([2, 2]), new([1, 1]));
        TensorValue y = b.Convolve(x, w, padded);
        TensorValue pooled = b.PoolMax(y, new([2, 2]), Sliding.By([2, 2]));
        TensorValue put = b.Add(new PoolPutOperation(new([2, 2]), Sliding.By([2, 2]), new([28, 28])), pooled, pooled.Operands[1]);
        b.Add(new ConvolveOperation(ConvolveForm.Weight, padded, 1, new([5, 5])), x, put);
        b.Add(new ConvolveOperation(ConvolveForm.Input, padded, 1, new([28, 28])), put, w);

        const string expected =
            """
            program walk
              %0 [r,1,28,28] = input "input"
              %1 [8,1,5,5] = parameter "0.weight"
              %2 [r,8,28,28] = convolve %0 %1 stride [1, 1] padding [2, 2]x[2, 2]
              %3 [r,8,14,14] int = poolargmax %2 window [2, 2] stride [2, 2]
              %4 [r,8,14,14] = pooltake %2 %3 window [2, 2] stride [2, 2]
              %5 [r,8,28,28] = poolput %4 %3 window [2, 2] stride [2, 2] extents [28, 28]
              %6 [8,1,5,5] = convolveweight %0 %5 stride [1, 1] padding [2, 2]x[2, 2] extents [5, 5]
              %7 [r,1,28,28] = convolveinput %5 %1 stride [1, 1] padding [2, 2]x[2, 2] extents [28, 28]

            """;
        Assert.Equal(expected.ReplaceLineEndings("\n"), ProgramVerifier.Verify(b.Finish("walk"), "the test").ToString());
    }

    [Fact]
    public void Every_attribute_is_printed_where_it_says_something()
    {
        var b = new ProgramBuilder();
        TensorValue x = Source(b, "x", Shape.Of(s_r, 4, 9));
        var sliding = new Sliding(new([2]), new([0]), new([1]), new([3]));
        b.Convolve(x, Source(b, "w", Shape.Of(6, 2, 2)), sliding, groups: 2);
        TensorValue sum = b.PoolSum(x, new([3]), sliding);
        b.Add(new PoolSpreadOperation(new([3]), sliding, new([8])), sum);

        const string expected =
            """
            program p
              %0 [r,4,9] = input "x"
              %1 [6,2,2] = input "w"
              %2 [r,6,4] = convolve %0 %1 stride [2] padding [0]x[1] dilation [3] groups 2
              %3 [r,4,2] = poolsum %0 window [3] stride [2] padding [0]x[1] dilation [3]
              %4 [r,4,8] = poolspread %3 window [3] stride [2] padding [0]x[1] dilation [3] extents [8]

            """;
        Assert.Equal(expected.ReplaceLineEndings("\n"), ProgramVerifier.Verify(b.Finish("p"), "the test").ToString());
    }

    [Fact]
    public void Extents_tell_inputs_of_equal_positions_apart()
    {
        var b = new ProgramBuilder();
        TensorValue y = Source(b, "y", Shape.Of(s_r, 2, 3));
        TensorValue w = Source(b, "w", Shape.Of(2, 1, 3));

        Assert.Equal(Shape.Of(s_r, 1, 7), b.Add(new ConvolveOperation(ConvolveForm.Input, Sliding.By([2]), 1, new([7])), y, w).Shape);
        Assert.Equal(Shape.Of(s_r, 1, 8), b.Add(new ConvolveOperation(ConvolveForm.Input, Sliding.By([2]), 1, new([8])), y, w).Shape);
        AssertRefused(new ConvolveOperation(ConvolveForm.Input, Sliding.By([2]), 1, new([9])), [y, w], "[4] positions on x [r,1,9], and y is [r,2,3]");
    }

    [Fact]
    public void Convolutions_that_do_not_fit_show_both_shapes()
    {
        var b = new ProgramBuilder();
        TensorValue x = Source(b, "x", Shape.Of(s_r, 4, 6));
        TensorValue w = Source(b, "w", Shape.Of(6, 2, 3));
        ConvolveOperation plain = ConvolveOperation.Of(Sliding.By([1]), 1);

        AssertRefused(plain, [x, w], "convolve [r,4,6] [6,2,3]", "x of 4 channels and y of 6 do not meet in 1 groups of w [6,2,3]");
        AssertRefused(plain with { Groups = 4 }, [x, w], "4 groups");
        AssertRefused(plain with { Groups = 0 }, [x, w], "groups 0");
        AssertRefused(plain, [x, Source(b, "v", Shape.Of(6, 4, 7))], "[r,4,6]", "[6,4,7]", "[0] positions");
        AssertRefused(plain, [x, Source(b, "u", Shape.Of(6, 2, 3, 3))], "[r,4,6]", "[6,2,3,3]");
        AssertRefused(plain, [x, Source(b, "t", Shape.Of(s_r, 4, 3))], "rows");
        AssertRefused(plain, [x], "2 operands, not 1");
        AssertRefused(plain with { Extents = new([6]) }, [x, w], "extents [6]");
        AssertRefused(plain with { Sliding = Sliding.By([0]) }, [x, w], "convolve: stride [0]");
        AssertRefused(plain with { Sliding = Sliding.By([1, 1]) }, [x, w], "stride [1, 1]", "1 spatial axes");
        AssertRefused(
            new ConvolveOperation(ConvolveForm.Weight, Sliding.By([1]), 1, new([3])), [x, Source(b, "s", Shape.Of(3, 6, 4))], "convolveweight [r,4,6] [3,6,4]", "rows");
    }

    [Fact]
    public void Pools_that_do_not_fit_show_both_shapes()
    {
        var b = new ProgramBuilder();
        TensorValue x = Source(b, "x", Shape.Of(s_r, 4, 6));
        TensorValue routing = b.Add(new PoolArgMaxOperation(new([2]), Sliding.By([2])), x);

        AssertRefused(new PoolSumOperation(new([7]), Sliding.By([1])), [x], "poolsum of [r,4,6]", "window [7]", "no position");
        AssertRefused(new PoolSumOperation(new([2, 2]), Sliding.By([1])), [x], "poolsum of [r,4,6]", "window [2, 2]");
        AssertRefused(new PoolSumOperation(new([0]), Sliding.By([1])), [x], "window [0]");
        AssertRefused(new PoolTakeOperation(new([3]), Sliding.By([3])), [x, routing], "positions [r,4,2]", "routing is [r,4,3]");
        AssertRefused(new PoolPutOperation(new([2]), Sliding.By([2]), new([6])), [x, routing], "positions [r,4,6]", "routing is [r,4,3]");
        AssertRefused(new PoolSpreadOperation(new([2]), Sliding.By([2]), new([9])), [x], "poolspread of [r,4,6]", "on [r,4,9]", "positions [r,4,4]");
        AssertRefused(new PoolArgMaxOperation(new([2]), Sliding.By([1]) with { Before = new([2]) }), [x], "poolargmax of [r,4,6]", "nothing but padding");

        // The gap of a window may jump over all of a short axis.
        AssertRefused(new PoolArgMaxOperation(new([2]), new Sliding(new([1]), new([1]), new([1]), new([2]))), [Source(b, "one", Shape.Of(s_r, 4, 1))], "nothing but padding");
    }

    [Fact]
    public void Routings_are_integers_and_nothing_else_is()
    {
        var b = new ProgramBuilder();
        TensorValue x = Source(b, "x", Shape.Of(s_r, 4, 6));
        TensorValue routing = b.Add(new PoolArgMaxOperation(new([1]), Sliding.By([1])), x);
        Assert.Equal(ElementKind.Integer, routing.Element);

        AssertNotVerified(new PoolTakeOperation(new([1]), Sliding.By([1])), [x, x], "uses the real numbers %0 as operand 1 of pooltake");
        AssertNotVerified(new PoolTakeOperation(new([1]), Sliding.By([1])), [routing, routing], "uses the integers %1 as operand 0 of pooltake");
        AssertNotVerified(new PoolSumOperation(new([1]), Sliding.By([1])), [routing], "uses the integers %1 as operand 0 of poolsum");

        void AssertNotVerified(Operation operation, TensorValue[] operands, string reason)
        {
            var value = new TensorValue(2, operation, operands, operation.InferShape(operands), string.Empty);
            Assert.Contains(reason, Assert.Throws<ProgramException>(() => ProgramVerifier.Verify(new TensorProgram("p", [x, routing, value], []), "the test")).Message);
        }
    }

    private static TensorValue Source(ProgramBuilder b, string name, Shape shape, SourceKind kind = SourceKind.Input) => b.Add(new SourceOperation(kind, name, shape));

    private static void AssertRefused(Operation operation, TensorValue[] operands, params string[] fragments)
    {
        string message = Assert.Throws<ProgramException>(() => operation.InferShape(operands)).Message;
        Assert.All(fragments, fragment => Assert.Contains(fragment, message));
    }
}
