using System.Linq;
using NetCompiler.Core.Common;

namespace NetCompiler.Core.Planning.Kernels;

/// <summary>How the windows of a pool slide along an axis of what a convolution meets.</summary>
/// <param name="Positions">How many windows there are.</param>
/// <param name="Window">Elements of a window.</param>
/// <param name="Step">From what one window's first element meets to what the next one's does.</param>
/// <param name="Element">From what one element of a window meets to what the next does.</param>
internal readonly record struct RoutedAxis(int Positions, int Window, int Step, int Element);

/// <summary>
/// w[o, k] = sum over rows n and windows q of y[n, q, o] · x[n, p, k], where p is the position that the place i[n, q, o] names: vectors over elements k that
/// lie side by side. Operands: x, from what the first window meets first, y, i, sums [outputs, runs, lanes], and w in panels of outputs.
/// </summary>
/// <param name="Axes">The pool's spatial axes.</param>
/// <param name="Outputs">How many o there are.</param>
/// <param name="Elements">How many k there are.</param>
/// <param name="Runs">Loops around elements that lie side by side: how far x moves.</param>
/// <param name="Length">Elements side by side.</param>
/// <param name="Readable">How many may be read there: more, where other memory of ours follows.</param>
/// <param name="RunSteps">How far k moves in each of those loops, and from element to element last.</param>
/// <param name="SourceRow">From row to row of x.</param>
/// <param name="PooledStrides">Strides of rows and windows of y.</param>
/// <param name="PlaceStrides">Those of i.</param>
/// <param name="WeightPanel">Outputs in a panel of w.</param>
internal sealed record RoutedWeightKernel(
    EquatableArray<RoutedAxis> Axes,
    int Outputs,
    int Elements,
    EquatableArray<NestLoop> Runs,
    int Length,
    int Readable,
    EquatableArray<int> RunSteps,
    int SourceRow,
    EquatableArray<int> PooledStrides,
    EquatableArray<int> PlaceStrides,
    int WeightPanel) : Kernel
{
    /// <summary>Lanes of the vectors that a run is read by, on hardware of so many: no wider than the run; 1 for a short run behind which nothing may be read.</summary>
    public int LanesOf(int hardware)
    {
        int enough = Length <= 4 ? 4 : Length <= 8 ? 8 : 16;
        int most = Readable < 4 ? 1 : Readable < 8 ? 4 : Readable < 16 ? 8 : 16;
        return System.Math.Min(hardware, System.Math.Min(enough, most));
    }

    /// <summary>Vectors of a run.</summary>
    public int VectorsOf(int hardware) => (Length + LanesOf(hardware) - 1) / LanesOf(hardware);

    /// <summary>Where the last vector of a run begins: before the end of the one in front of it, where it would reach beyond what may be read.</summary>
    public int LastOf(int hardware)
    {
        int last = (VectorsOf(hardware) - 1) * LanesOf(hardware);
        return last + LanesOf(hardware) <= Readable ? last : Length - LanesOf(hardware);
    }

    /// <summary>All runs.</summary>
    public int TotalRuns => Runs.Aggregate(1, (product, loop) => product * loop.Count.Constant);

    /// <summary>Room for the sums of an output, at any width.</summary>
    public int SumsOfOutput => Layout.Pad(TotalRuns * new[] { 4, 8, 16 }.Max(hardware => VectorsOf(hardware) * LanesOf(hardware)));
}

/// <summary>
/// x[n, p + k, c] = sum of y[n, q, o] · w[o, k, c] over windows q and outputs o, where p is the position that the place i[n, q, o] names: vectors over c. Operands: y, i, w
/// [outputs, elements, channels], x with room around it for what meets padding, which is cleared before and then holds anything.
/// </summary>
/// <param name="Axes">The pool's spatial axes; steps are those of x.</param>
/// <param name="Outputs">How many o there are.</param>
/// <param name="Channels">How many c there are.</param>
/// <param name="Kernel">Loops over the elements of w: how far x moves.</param>
/// <param name="RowLength">Elements of x in a row of the call.</param>
/// <param name="Origin">Where the first element of the first window's first position is.</param>
/// <param name="PooledStrides">Strides of rows and windows of y.</param>
/// <param name="PlaceStrides">Those of i.</param>
internal sealed record RoutedInputKernel(
    EquatableArray<RoutedAxis> Axes,
    int Outputs,
    int Channels,
    EquatableArray<NestLoop> Kernel,
    int RowLength,
    int Origin,
    EquatableArray<int> PooledStrides,
    EquatableArray<int> PlaceStrides) : Kernel
{
    /// <summary>Lanes of w for the channels, zeros behind them included: few channels are close together, so that all of w stays in the nearest cache.</summary>
    public static int LanesOf(int channels) => channels <= 4 ? 4 : channels <= 8 ? 8 : Layout.Pad(channels);
}
