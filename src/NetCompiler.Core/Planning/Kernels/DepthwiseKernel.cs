using System.Collections.Generic;
using System.Linq;
using NetCompiler.Core.Common;
using NetCompiler.Core.Tensors.Scalars;

namespace NetCompiler.Core.Planning.Kernels;

/// <summary>How a kernel of one channel slides along an axis. Nothing that it meets is outside of memory.</summary>
/// <param name="Positions">How many windows there are.</param>
/// <param name="Window">Elements of a window.</param>
/// <param name="Stride">From window to window.</param>
/// <param name="Dilation">From element to element.</param>
internal readonly record struct SlidingAxis(int Positions, int Window, int Stride, int Dilation);

/// <summary>An operand of the closing map, with its strides along rows and spatial axes; empty where it does not move with them.</summary>
internal sealed record SlidingExtra(OperandAccess Access, EquatableArray<int> Strides)
{
    /// <summary>Whether its place depends on the position.</summary>
    public bool Moves => Access is OperandAccess.Full or OperandAccess.RowScalar;

    /// <summary>Those that are operands in memory, with their indices; the others are the call's scalars.</summary>
    public static IEnumerable<(SlidingExtra Extra, int Index)> InMemory(IEnumerable<SlidingExtra> extras) =>
        extras.Select((extra, index) => (extra, index)).Where(entry => entry.extra.Access is not (OperandAccess.Scale or OperandAccess.Share));
}

/// <summary>
/// y[n, q, c] = f(sum over k of x[n, q · stride + k · dilation, c] · w[c, k], extras): vectors over channels. Operands: x at what the first window meets first, w in
/// panels of channels, y, extras in memory.
/// </summary>
/// <param name="Axes">The spatial axes.</param>
/// <param name="Channels">Channels, without padding.</param>
/// <param name="IsReversed">Whether the elements of w are met from the last to the first.</param>
/// <param name="WeightPanel">Channels in a panel of w.</param>
/// <param name="SourceStrides">Strides of rows and spatial axes of x.</param>
/// <param name="ResultStrides">Those of y.</param>
/// <param name="Start">The extra, one element for each channel, that the sum begins with; -1 for 0.</param>
/// <param name="Epilogue">f: operand 0 is the sum, the others are the extras.</param>
/// <param name="Extras">What the epilogue reads beside the sum.</param>
internal sealed record DepthwiseKernel(
    EquatableArray<SlidingAxis> Axes,
    int Channels,
    bool IsReversed,
    int WeightPanel,
    EquatableArray<int> SourceStrides,
    EquatableArray<int> ResultStrides,
    int Start,
    ScalarExpression Epilogue,
    EquatableArray<SlidingExtra> Extras) : Kernel;

/// <summary>
/// w[c, k] = sum over n and q of x[n, q · stride + k · dilation, c] · y[n, q, c]: vectors over channels, which are divided among workers. Operands: x at what the first
/// window meets first, y, w in panels of channels.
/// </summary>
/// <param name="Axes">The spatial axes.</param>
/// <param name="Channels">Channels, without padding.</param>
/// <param name="WeightPanel">Channels in a panel of w.</param>
/// <param name="SourceStrides">Strides of rows and spatial axes of x.</param>
/// <param name="PooledStrides">Those of y.</param>
internal sealed record DepthwiseGradientKernel(
    EquatableArray<SlidingAxis> Axes,
    int Channels,
    int WeightPanel,
    EquatableArray<int> SourceStrides,
    EquatableArray<int> PooledStrides) : Kernel;
