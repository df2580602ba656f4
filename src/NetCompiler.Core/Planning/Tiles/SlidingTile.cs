using System;
using NetCompiler.Core.Planning.Kernels;

namespace NetCompiler.Core.Planning.Tiles;

/// <summary>How many windows that slide over one channel are computed side by side, and what of them is written out.</summary>
internal static class SlidingTile
{
    // Elements along the last axis of a window that are written out, and gradients of elements that fit registers.
    private const int LargestWindow = 9;
    private const int MostSums = 12;

    /// <summary>Positions side by side: as equal tiles as there are, with all that they meet in registers.</summary>
    public static int Positions(SlidingAxis axis, VectorSize width)
    {
        int most = width.Bits == 512 && axis.Stride == 1 ? 6 : 4;
        int tiles = (axis.Positions + most - 1) / most;
        return (axis.Positions + tiles - 1) / tiles;
    }

    /// <summary>Whether a window's elements along the last axis are written out.</summary>
    public static bool IsWrittenOut(SlidingAxis axis) => axis.Window <= LargestWindow;

    /// <summary>Positions side by side where gradients of elements are summed.</summary>
    public static int GradientPositions(SlidingAxis axis) => Math.Min(4, axis.Positions);

    /// <summary>Whether the sums of so many elements of a window fit registers at once.</summary>
    public static bool FitsRegisters(int elements) => elements <= MostSums;
}
