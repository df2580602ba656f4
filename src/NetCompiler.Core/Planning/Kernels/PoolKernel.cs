using NetCompiler.Core.Common;

namespace NetCompiler.Core.Planning.Kernels;

/// <summary>What a pool's kernel does in each window.</summary>
internal enum PoolKind
{
    /// <summary>Takes the maximum, notes its place, or both. Operands: x, then the maxima and the places, those that are wanted.</summary>
    Max,

    /// <summary>Takes what a noted place names. Operands: x, places, result.</summary>
    Take,

    /// <summary>Adds an element to what a noted place names, in a cleared result. Operands: y, places, result.</summary>
    Put,

    /// <summary>Sums the window. Operands: x, result.</summary>
    Sum,

    /// <summary>Adds an element to all of the window, in a cleared result. Operands: y, result.</summary>
    Spread,

    /// <summary>Adds an element, weighed, to all of the window, in a cleared result. Operands: y, weights, result.</summary>
    WeighSpread,
}

/// <summary>How windows slide along an axis.</summary>
/// <param name="Positions">How many windows there are.</param>
/// <param name="Extent">Indices of x.</param>
/// <param name="Window">Elements of a window.</param>
/// <param name="Stride">From window to window.</param>
/// <param name="Dilation">From element to element.</param>
/// <param name="Before">Padding in front: element 0 of window 0 is at minus this index.</param>
internal readonly record struct PoolAxis(int Positions, int Extent, int Window, int Stride, int Dilation, int Before)
{
    /// <summary>Whether some window meets an index that x does not have.</summary>
    public bool HasPadding => Before > 0 || ((Positions - 1) * Stride) + ((Window - 1) * Dilation) - Before >= Extent;
}

/// <summary>
/// Slides windows over [rows, extents..., channels], each channel by itself: vectors over channels. Places are stored as floats.
/// </summary>
/// <param name="Kind">What is done in a window.</param>
/// <param name="HasValues">Whether the maxima are wanted.</param>
/// <param name="HasPlaces">Whether their places are wanted.</param>
/// <param name="Axes">The spatial axes.</param>
/// <param name="Channels">Channels, without padding.</param>
/// <param name="WholeStrides">Strides of rows and spatial axes of x, or of the result that has x's shape.</param>
/// <param name="PooledStrides">Strides of rows and positions of what has one element a window.</param>
/// <param name="PlaceStrides">Those of the places.</param>
internal sealed record PoolKernel(
    PoolKind Kind,
    bool HasValues,
    bool HasPlaces,
    EquatableArray<PoolAxis> Axes,
    int Channels,
    EquatableArray<int> WholeStrides,
    EquatableArray<int> PooledStrides,
    EquatableArray<int> PlaceStrides) : Kernel
{
    /// <summary>Channels in a panel of the weights, a matrix [channels, elements of the window]; 0 without weights.</summary>
    public int WeightPanel { get; init; }
}
