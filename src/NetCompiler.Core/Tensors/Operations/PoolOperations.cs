using System.Collections.Generic;
using System.Linq;
using NetCompiler.Core.Common;

namespace NetCompiler.Core.Tensors.Operations;

/// <summary>
/// What the operations have in common that slide a window over the spatial axes of x [rows, channels, extents…], each channel by itself,
/// and have or take one element a position: [rows, channels, positions…].
/// </summary>
/// <param name="Window">The window's extents, at least 1 each.</param>
/// <param name="Sliding">How it slides.</param>
internal abstract record PoolOperation(EquatableArray<int> Window, Sliding Sliding) : Operation
{
    /// <summary>Whether tensors are [rows, extents…, channels] instead: so they are when channels have moved to the last axis, after differentiation.</summary>
    public bool IsChannelsLast { get; init; }

    /// <summary>Where the axes of a tensor stand that an operation of channels in front sees; its own inverse is <see cref="ToLast"/>.</summary>
    public static int[] ToFront(int rank) => [0, rank - 1, .. Enumerable.Range(1, rank - 2)];

    /// <summary>Where the axes of a tensor with channels in front stand when they are last.</summary>
    public static int[] ToLast(int rank) => [0, .. Enumerable.Range(2, rank - 2), 1];

    private Shape Front(Shape shape) => IsChannelsLast && shape.Rank > 2 ? Shape.Of(ToFront(shape.Rank).Select(axis => shape[axis])) : shape;

    private Shape Back(Shape shape) => IsChannelsLast && shape.Rank > 2 ? Shape.Of(ToLast(shape.Rank).Select(axis => shape[axis])) : shape;

    /// <summary>The shape of one element a position, from x's.</summary>
    protected Shape Pooled(Shape x) => Back(PooledOfFront(Front(x)));

    private Shape PooledOfFront(Shape x)
    {
        Sliding.Require(Name, x.Rank - 2);
        if (Window.Count != Sliding.Axes || Window.Any(extent => extent < 1) || x.Extents.Skip(1).Any(extent => !extent.IsConstant))
        {
            throw new ProgramException($"{Name} of {x}: window {Window} {Sliding.Print()}.");
        }

        int[] positions = Sliding.Positions(x.Spatial, Window);
        return positions.All(extent => extent >= 1)
            ? Shape.Of([x[0], x[1], .. positions.Select(extent => (Extent)extent)])
            : throw new ProgramException($"{Name} of {x}: window {Window} {Sliding.Print()} has no position.");
    }

    /// <summary>x's shape from that of one element a position: an adjoint's result.</summary>
    protected Shape Unpooled(Shape y, EquatableArray<int> extents) => Back(UnpooledOfFront(Front(y), extents));

    private Shape UnpooledOfFront(Shape y, EquatableArray<int> extents)
    {
        if (y.Rank < 3 || extents.Count != y.Rank - 2 || extents.Any(extent => extent < 1))
        {
            throw new ProgramException($"{Name} of {y}: extents {extents}.");
        }

        Shape x = Shape.Of([y[0], y[1], .. extents.Select(extent => (Extent)extent)]);
        return PooledOfFront(x) == y ? x : throw new ProgramException($"{Name} of {y}: on {x} the window {Window} {Sliding.Print()} has positions {PooledOfFront(x)}.");
    }

    /// <summary>Refuses a routing that has not one integer a position.</summary>
    protected void RequireRouting(Shape routing, Shape pooled)
    {
        if (routing != pooled)
        {
            throw new ProgramException($"{Name}: the window {Window} {Sliding.Print()} has positions {pooled}, and its routing is {routing}.");
        }
    }

    protected string PrintAttributes() => " window " + Window + " " + Sliding.Print() + (IsChannelsLast ? " channels last" : string.Empty);
}

/// <summary>
/// The place of the maximum in each window, row-major from 0: of equal ones the first, but a NaN wins over all before it. Padding never
/// wins. PyTorch's rule.
/// </summary>
internal sealed record PoolArgMaxOperation(EquatableArray<int> Window, Sliding Sliding) : PoolOperation(Window, Sliding)
{
    public override string Name => "poolargmax";

    public override ElementKind Element => ElementKind.Integer;

    public override Shape InferShape(IReadOnlyList<TensorValue> operands)
    {
        RequireOperands(operands, 1);
        Shape x = operands[0].Shape;
        Shape shape = Pooled(x);
        if (Window.Where((extent, axis) => Sliding.MeetsOnlyPadding(axis, x[axis + (IsChannelsLast ? 1 : 2)].Maximum, extent)).Any())
        {
            throw new ProgramException($"{Name} of {x}: window {Window} {Sliding.Print()} meets nothing but padding somewhere, which has no maximum.");
        }

        return shape;
    }

    public override string Print(IReadOnlyList<string> operands) => Name + " " + operands[0] + PrintAttributes();
}

/// <summary>The element of each window that a routing (<see cref="PoolArgMaxOperation"/>) names. Operands: x, routing.</summary>
internal sealed record PoolTakeOperation(EquatableArray<int> Window, Sliding Sliding) : PoolOperation(Window, Sliding)
{
    public override string Name => "pooltake";

    public override bool Takes(ElementKind element, int operand) => element == (operand == 1 ? ElementKind.Integer : ElementKind.Real);

    public override Shape InferShape(IReadOnlyList<TensorValue> operands)
    {
        RequireOperands(operands, 2);
        Shape shape = Pooled(operands[0].Shape);
        RequireRouting(operands[1].Shape, shape);
        return shape;
    }

    public override string Print(IReadOnlyList<string> operands) => Name + " " + operands[0] + " " + operands[1] + PrintAttributes();
}

/// <summary>Adds each element where <see cref="PoolTakeOperation"/> would read it: its adjoint. Operands: y, routing.</summary>
/// <param name="Window">The window's extents.</param>
/// <param name="Sliding">How it slides over the result.</param>
/// <param name="Extents">The spatial extents of the result.</param>
internal sealed record PoolPutOperation(EquatableArray<int> Window, Sliding Sliding, EquatableArray<int> Extents) : PoolOperation(Window, Sliding)
{
    public override string Name => "poolput";

    public override bool Takes(ElementKind element, int operand) => element == (operand == 1 ? ElementKind.Integer : ElementKind.Real);

    public override Shape InferShape(IReadOnlyList<TensorValue> operands)
    {
        RequireOperands(operands, 2);
        RequireRouting(operands[1].Shape, operands[0].Shape);
        return Unpooled(operands[0].Shape, Extents);
    }

    public override string Print(IReadOnlyList<string> operands) => Name + " " + operands[0] + " " + operands[1] + PrintAttributes() + " extents " + Extents;
}

/// <summary>The sum of each window; padding is 0.</summary>
internal sealed record PoolSumOperation(EquatableArray<int> Window, Sliding Sliding) : PoolOperation(Window, Sliding)
{
    public override string Name => "poolsum";

    public override Shape InferShape(IReadOnlyList<TensorValue> operands)
    {
        RequireOperands(operands, 1);
        return Pooled(operands[0].Shape);
    }

    public override string Print(IReadOnlyList<string> operands) => Name + " " + operands[0] + PrintAttributes();
}

/// <summary>Adds each element to all that its window covers: the adjoint of <see cref="PoolSumOperation"/>.</summary>
/// <param name="Window">The window's extents.</param>
/// <param name="Sliding">How it slides over the result.</param>
/// <param name="Extents">The spatial extents of the result.</param>
internal sealed record PoolSpreadOperation(EquatableArray<int> Window, Sliding Sliding, EquatableArray<int> Extents) : PoolOperation(Window, Sliding)
{
    public override string Name => "poolspread";

    public override Shape InferShape(IReadOnlyList<TensorValue> operands)
    {
        RequireOperands(operands, 1);
        return Unpooled(operands[0].Shape, Extents);
    }

    public override string Print(IReadOnlyList<string> operands) => Name + " " + operands[0] + PrintAttributes() + " extents " + Extents;
}
