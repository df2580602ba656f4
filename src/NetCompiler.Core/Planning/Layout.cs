using System.Collections.Generic;
using System.Linq;
using NetCompiler.Core.Common;
using NetCompiler.Core.Planning.Kernels;
using NetCompiler.Core.Tensors;

namespace NetCompiler.Core.Planning;

/// <summary>How the elements of a tensor lie in its buffer. Offsets and strides count elements.</summary>
internal abstract record Layout
{
    /// <summary>Floats in the widest vector; stored rows are padded to a multiple of it.</summary>
    public const int Vector = 16;

    /// <summary>The next multiple of a vector's length.</summary>
    public static int Pad(int length) => (length + Vector - 1) / Vector * Vector;

    /// <summary>The width of the panels of a matrix: two vectors, one where two would be half empty.</summary>
    public static int PanelOf(int lanes) => Pad(lanes) % 32 == 0 ? 32 : 16;
}

/// <summary>Row-major with a stride for each axis; the last axis is contiguous, except in what only windows read.</summary>
/// <param name="Strides">One for each axis.</param>
/// <param name="IsPadded">Whether each run along the last axis is followed by zeros up to a multiple of a vector, so that whole vectors may be read and written.</param>
internal sealed record RowLayout(EquatableArray<int> Strides, bool IsPadded) : Layout
{
    /// <summary>The layout of the caller's tensors: no gaps.</summary>
    public static RowLayout Dense(Shape shape) => new(StridesOf(shape, shape.Last), shape.Last % Vector == 0);

    /// <summary>The layout of our own tensors: rows padded to a vector; single numbers side by side.</summary>
    public static RowLayout Padded(Shape shape) => shape.Last == 1 ? new(StridesOf(shape, 1), false) : AlwaysPadded(shape);

    /// <summary>Rows padded to a vector, single numbers too: what products write, and read as vectors.</summary>
    public static RowLayout AlwaysPadded(Shape shape) => new(StridesOf(shape, Pad(shape.Last)), true);

    private static EquatableArray<int> StridesOf(Shape shape, int last)
    {
        var strides = new int[shape.Rank];
        int stride = last;
        Limits.Require(shape.Extents.Take(shape.Rank - 1).Aggregate((double)last, (product, extent) => product * extent.Maximum), $"a tensor of shape {shape}, with its rows padded to whole vectors,");
        for (int axis = shape.Rank - 1; axis >= 0; axis--)
        {
            strides[axis] = axis == shape.Rank - 1 ? 1 : stride;
            stride *= axis == shape.Rank - 1 ? 1 : shape[axis].Maximum;
        }

        return strides.ToEquatableArray();
    }
}

/// <summary>
/// A matrix in panels of lanes of one axis: element (lane, other) is at (lane / Panel) · others · Panel + other · Panel + lane % Panel.
/// The lanes of the last panel beyond the matrix are padding and mean nothing.
/// </summary>
internal sealed record PanelLayout(int LaneAxis, int Lanes, int Others, int Panel) : Layout
{
    /// <summary>Elements in memory, padding lanes included; more than a tensor may have is refused where one is made.</summary>
    public long Length => Pad(Lanes) * (long)Others;

    public int StoredLength => (int)Length;

    public int PanelStride => Limits.Require((double)Others * Panel, $"a panel of {Others} x {Panel}");

    public static PanelLayout Of(Shape matrix, int laneAxis) =>
        new(laneAxis, matrix[laneAxis].Maximum, matrix[1 - laneAxis].Maximum, PanelOf(matrix[laneAxis].Maximum));
}

/// <summary>Weights of windows of 3 x 3 in Winograd's form: for each of 36 elements a matrix of channels and lanes, in panels of lanes.</summary>
/// <param name="Source">The weights as they are: the window's elements times channels, in panels.</param>
/// <param name="IsReversed">Whether the windows run backwards.</param>
internal sealed record WinogradLayout(PanelLayout Source, bool IsReversed) : Layout
{
    public int Channels => Source.Others / 9;

    /// <summary>From one element's matrix to the next: the matrix, and a vector, so that the elements of a weight do not meet in the same set of the cache.</summary>
    public int Step => (Pad(Source.Lanes) * Channels) + Vector;
}

/// <summary>A loop over one axis of windows.</summary>
/// <param name="Count">How often it runs.</param>
/// <param name="Stride">How far elements move from one pass to the next.</param>
internal readonly record struct NestLoop(Count Count, int Stride);

/// <summary>
/// A matrix of windows over memory that holds each element once: rows are positions, columns what a kernel meets there. Neither is one stride apart, so
/// each is several loops, outermost first; elements overlap.
/// </summary>
/// <param name="Rows">One loop for each axis of positions, rows of the call included.</param>
/// <param name="Columns">Loops over the window and channels.</param>
internal sealed record WindowLayout(EquatableArray<NestLoop> Rows, EquatableArray<NestLoop> Columns) : Layout;
