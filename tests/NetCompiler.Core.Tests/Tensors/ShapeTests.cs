using System.Collections.Generic;
using System.Linq;
using NetCompiler.Core.Reference;
using NetCompiler.Core.Tensors;
using NetCompiler.Core.Tensors.Operations;
using Xunit;

namespace NetCompiler.Core.Tests.Tensors;

public sealed class ShapeTests
{
    private static readonly Extent s_r = Extent.Rows(4);

    public static IEnumerable<TheoryDataRow<string, string, string?>> Broadcasts =>
    [
        new("r 3", "r 3", "[r,3]"),
        new("r 3", "3", "[r,3]"),
        new("r 3", "", "[r,3]"),
        new("r 3", "r 1", "[r,3]"),
        new("r 1", "1 3", "[r,3]"),
        new("2 1 3", "r 1 4 1", "[r,2,4,3]"),
        new("r 3", "1", "[r,3]"),
        new("", "", "[]"),
        new("1", "", "[1]"),
        new("1 1", "1", "[1,1]"),
        new("r 3", "2", null),
        new("r 3", "4 3", null),
        new("2 3", "3 2", null),
    ];

    [Theory]
    [MemberData(nameof(Broadcasts))]
    public void BroadcastFollowsNumPy(string a, string b, string? expected)
    {
        Assert.Equal(expected, Shape.Broadcast([Parse(a), Parse(b)])?.ToString());
        Assert.Equal(expected, Shape.Broadcast([Parse(b), Parse(a)])?.ToString());
    }

    [Fact]
    public void ABatchOfOneIsNotAnExtentOfOne()
    {
        Shape one = Shape.Of(Extent.Rows(1), 3);

        Assert.False(one[0].IsOne);
        Assert.Equal(one, Shape.Broadcast([one, Shape.Of(1, 3)]));
    }

    [Theory]
    [InlineData("r 3", "r 3")]
    [InlineData("r 3", "3")]
    [InlineData("r 3", "")]
    [InlineData("r 3", "1")]
    [InlineData("r 3", "r 1")]
    [InlineData("r 3", "1 3")]
    [InlineData("r 3", "1 1")]
    [InlineData("r 2 3", "2 1")]
    [InlineData("r 2 3", "r 1 3")]
    [InlineData("r 2 3", "3")]
    [InlineData("r 1 3", "1 3")]
    [InlineData("1 3", "3")]
    [InlineData("1 1", "")]
    public void SumToIsTheAdjointOfBroadcast(string large, string small)
    {
        // Every element of the large shape is added to the element of the small one that would be broadcast to it.
        Shape from = Parse(large);
        Shape to = Parse(small);
        var builder = new ProgramBuilder();
        TensorValue x = builder.Add(new SourceOperation(SourceKind.Input, "x", from));
        TensorValue index = builder.Add(new SourceOperation(SourceKind.Input, "index", to));
        TensorValue meets = builder.Broadcast(index, from);
        TensorValue sum = builder.SumTo(x, to);
        double[] elements = Enumerable.Range(0, Length(from)).Select(i => (double)(1 << i)).ToArray();
        double[] indices = Enumerable.Range(0, Length(to)).Select(i => (double)i).ToArray();
        var call = new ReferenceCall { Rows = 2, Sources = { [(SourceKind.Input, "x")] = elements, [(SourceKind.Input, "index")] = indices } };
        ReferenceRun run = Interpreter.Run(ProgramVerifier.Verify(builder.Finish("p"), "the test"), call);

        Assert.Equal(to, sum.Shape);
        Assert.Equal(indices.Select(i => elements.Where((_, at) => run[meets][at] == i).Sum()), run[sum]);
        Assert.Equal(from == to, ReferenceEquals(x, sum));
    }

    [Fact]
    public void ShapesAreEqualByExtents()
    {
        Assert.Equal(Shape.Of(s_r, 3), Shape.Of(Extent.Rows(4), 3));
        Assert.NotEqual(Shape.Of(s_r, 3), Shape.Of(4, 3));
        Assert.NotEqual(Shape.Of(s_r, 3), Shape.Of(Extent.Rows(5), 3));
        Assert.Equal(12, Shape.Of(s_r, 3).Length);
        Assert.Equal(1, Shape.Scalar.Length);
        Assert.Equal(1, Shape.Scalar.Last);
    }

    private static int Length(Shape shape) => shape.Extents.Aggregate(1, (product, extent) => product * (extent.IsConstant ? extent.Maximum : 2));

    private static Shape Parse(string text) =>
        Shape.Of(text.Split(' ', System.StringSplitOptions.RemoveEmptyEntries).Select(part => part == "r" ? s_r : int.Parse(part)));
}
