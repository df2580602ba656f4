using System.Linq;
using NetCompiler.Core.Common;
using NetCompiler.Core.Planning.Tiles;
using NetCompiler.Core.Tensors;

namespace NetCompiler.Core.Planning;

/// <summary>Which memory a tensor lies in.</summary>
internal enum BufferKind
{
    Workspace,
    Parameters,
    Direction,
    State,
    Prepared,

    /// <summary>What streaming steps, or batches, leave to each other.</summary>
    Carried,

    /// <summary>A tensor of the caller's.</summary>
    Slot,
}

/// <summary>How many zeros stand before and after the elements of an axis.</summary>
internal readonly record struct Margin(int Before, int After);

/// <summary>Which of several tensors, one after the other, a step of a loop means.</summary>
internal enum StepPlace
{
    /// <summary>That of the step's index.</summary>
    Index,

    /// <summary>Of two that take turns, the one that the step before has written.</summary>
    Before,

    /// <summary>Of two that take turns, the one that this step writes.</summary>
    After,
}

/// <summary>How a tensor in the body of a loop moves from step to step.</summary>
/// <param name="Place">Which of several tensors it is.</param>
/// <param name="Stride">How far these are apart.</param>
internal sealed record StepMove(StepPlace Place, int Stride);

/// <summary>A tensor in memory: a value of the program, a view of one, or a copy in another layout.</summary>
internal sealed class PlanTensor(string name, Shape shape, ElementKind element, Layout layout, BufferKind buffer)
{
    public string Name { get; } = name;

    public Shape Shape { get; } = shape;

    public ElementKind Element { get; } = element;

    public Layout Layout { get; } = layout;

    public BufferKind Buffer { get; set; } = buffer;

    /// <summary>Which tensor of the call, for <see cref="BufferKind.Slot"/>.</summary>
    public int Slot { get; set; }

    /// <summary>First element in its buffer; in the workspace, set by the memory planner.</summary>
    public int Offset { get; set; }

    /// <summary>The tensor whose memory this one is a view of; lifetimes are counted there.</summary>
    public PlanTensor Root { get; private set; } = null!;

    /// <summary>Where a view begins in its root.</summary>
    public int ViewOffset { get; private init; }

    /// <summary>How bytes are read as numbers; null where the elements are what the value says.</summary>
    public ByteScaling? Scaling { get; private init; }

    /// <summary>Zeros in memory before and after each spatial axis, if there are any.</summary>
    public EquatableArray<Margin> Margins { get; private init; } = EquatableArray<Margin>.Empty;

    /// <summary>How it moves from step to step of the loop that it is in; null where it does not.</summary>
    public StepMove? Move { get; private init; }

    /// <summary>Of a tensor in rows, the strides of all axes but the last.</summary>
    public EquatableArray<int> OuterStrides => ((RowLayout)Layout).Strides.Take(Shape.Rank - 1).ToEquatableArray();

    /// <summary>Elements in memory.</summary>
    public int StoredLength { get; init; }

    /// <summary>Elements behind the root's memory that kernels may read, for nothing: whole vectors where rows lie close together.</summary>
    public int Behind { get; set; }

    /// <summary>Whether it begins where another one does, at every step.</summary>
    public bool IsAt(PlanTensor place) => ReferenceEquals(Root, place.Root) && ViewOffset == place.ViewOffset && Equals(Move, place.Move);

    /// <summary>Where the tensor begins in its buffer.</summary>
    public int Start => Root.Offset + ViewOffset;

    public static PlanTensor Create(string name, Shape shape, ElementKind element, Layout layout, BufferKind buffer, int slot = 0, int offset = 0, int behind = 0)
    {
        var tensor = new PlanTensor(name, shape, element, layout, buffer) { Slot = slot, Offset = offset, StoredLength = Limits.Require(LengthOf(shape, layout) + behind, $"{name} of shape {shape}") };
        tensor.Root = tensor;
        return tensor;
    }

    /// <summary>The same memory under another shape.</summary>
    public PlanTensor View(string name, Shape shape, Layout layout, int offset) => View(name, shape, layout, offset, EquatableArray<Margin>.Empty);

    /// <summary>A part of the same memory that has zeros around it.</summary>
    public PlanTensor View(string name, Shape shape, Layout layout, int offset, EquatableArray<Margin> margins) =>
        new(name, shape, Element, layout, Root.Buffer) { Root = Root, ViewOffset = ViewOffset + offset, StoredLength = StoredLength, Slot = Root.Slot, Scaling = Scaling, Margins = margins, Move = Move };

    /// <summary>A part of the same memory, in a loop another one at each step.</summary>
    public PlanTensor Moving(string name, Shape shape, Layout layout, int offset, StepMove move) =>
        new(name, shape, Element, layout, Root.Buffer) { Root = Root, ViewOffset = ViewOffset + offset, StoredLength = StoredLength, Slot = Root.Slot, Move = move };

    /// <summary>The same bytes as numbers, under a shape and strides that copies alone follow.</summary>
    public PlanTensor ScaledView(string name, Shape shape, RowLayout layout, ByteScaling scaling) =>
        new(name, shape, Element, layout, Root.Buffer) { Root = Root, ViewOffset = ViewOffset, StoredLength = StoredLength, Slot = Root.Slot, Scaling = scaling };

    private static long LengthOf(Shape shape, Layout layout)
    {
        if (layout is PanelLayout panels)
        {
            return panels.Length;
        }

        if (layout is WinogradLayout transformed)
        {
            return WinogradTile.Elements * (long)transformed.Step;
        }

        var rows = (RowLayout)layout;
        long length = rows.IsPadded ? Layout.Pad(shape.Last) : shape.Rank == 0 ? 1 : ((shape.Last - 1) * (long)rows.Strides[shape.Rank - 1]) + 1;
        for (int axis = 0; axis < shape.Rank - 1; axis++)
        {
            length += (shape[axis].Maximum - 1) * (long)rows.Strides[axis];
        }

        return (length + Layout.Vector - 1) / Layout.Vector * Layout.Vector;
    }
}
