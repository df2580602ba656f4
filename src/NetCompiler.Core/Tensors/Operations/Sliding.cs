using System.Collections.Generic;
using System.Linq;
using NetCompiler.Core.Common;

namespace NetCompiler.Core.Tensors.Operations;

/// <summary>
/// How a window slides over spatial axes; every list has one number an axis. At position q, element k of the window meets
/// index q · stride + k · dilation − before; indices outside of the axis are padding.
/// </summary>
/// <param name="Stride">How far apart positions are, at least 1.</param>
/// <param name="Before">Padding in front of each axis, at least 0.</param>
/// <param name="After">Padding behind each axis, at least 0.</param>
/// <param name="Dilation">How far apart the elements of a window are, at least 1.</param>
internal sealed record Sliding(EquatableArray<int> Stride, EquatableArray<int> Before, EquatableArray<int> After, EquatableArray<int> Dilation)
{
    /// <summary>The number of spatial axes.</summary>
    public int Axes => Stride.Count;

    /// <summary>From position to position by the given strides, without padding or dilation.</summary>
    public static Sliding By(IEnumerable<int> stride)
    {
        EquatableArray<int> strides = stride.ToEquatableArray();
        EquatableArray<int> zeros = Enumerable.Repeat(0, strides.Count).ToEquatableArray();
        return new Sliding(strides, zeros, zeros, Enumerable.Repeat(1, strides.Count).ToEquatableArray());
    }

    /// <summary>How many indices a window covers from its first element to its last, the gaps of dilation included.</summary>
    public long Span(int axis, int window) => ((window - 1L) * Dilation[axis]) + 1;

    /// <summary>How many positions a window has on an axis: ⌊(extent + before + after − span) / stride⌋ + 1, or 0 where it does not fit.</summary>
    public int Positions(int axis, int extent, int window)
    {
        long room = (long)extent + Before[axis] + After[axis] - Span(axis, window);
        return room < 0 ? 0 : checked((int)(room / Stride[axis]) + 1);
    }

    /// <summary>The positions on every axis.</summary>
    public int[] Positions(IReadOnlyList<int> extents, IReadOnlyList<int> window) =>
        Enumerable.Range(0, Axes).Select(axis => Positions(axis, extents[axis], window[axis])).ToArray();

    /// <summary>The index that an element of the window meets; outside of the axis it is padding.</summary>
    public int Index(int axis, int position, int element) => (position * Stride[axis]) + (element * Dilation[axis]) - Before[axis];

    /// <summary>Whether a window at some position of an axis meets padding only.</summary>
    public bool MeetsOnlyPadding(int axis, int extent, int window)
    {
        // Windows that begin in front of the axis may jump over it; of the others the last begins furthest behind.
        int positions = Positions(axis, extent, window);
        int inFront = System.Math.Min(positions, (Before[axis] + Stride[axis] - 1) / Stride[axis]);
        return (positions > inFront && Index(axis, positions - 1, 0) >= extent) || Enumerable.Range(0, inFront).Any(position =>
        {
            int start = -Index(axis, position, 0);
            int first = (start + Dilation[axis] - 1) / Dilation[axis];
            return first >= window || Index(axis, position, first) >= extent;
        });
    }

    /// <summary>Whether a window at some position of an axis meets padding.</summary>
    public bool MeetsPadding(int axis, int extent, int window) =>
        Positions(axis, extent, window) is > 0 and var positions && (Before[axis] > 0 || Index(axis, positions - 1, window - 1) >= extent);

    /// <summary>The attributes in a printed program; padding and dilation only where there is any.</summary>
    public string Print() =>
        "stride " + Stride
        + (Before.Concat(After).All(padding => padding == 0) ? string.Empty : " padding " + Before + "x" + After)
        + (Dilation.All(dilation => dilation == 1) ? string.Empty : " dilation " + Dilation);

    /// <summary>Refuses lists of other lengths than the spatial axes and of numbers that make no sense.</summary>
    /// <exception cref="ProgramException">They do not fit; the message begins with <paramref name="operation"/>.</exception>
    public void Require(string operation, int axes)
    {
        if (axes < 1 || new[] { Stride, Before, After, Dilation }.Any(list => list.Count != axes)
            || Stride.Concat(Dilation).Any(number => number < 1) || Before.Concat(After).Any(number => number < 0))
        {
            throw new ProgramException($"{operation}: stride {Stride} padding {Before}x{After} dilation {Dilation} over {axes} spatial axes.");
        }
    }
}
