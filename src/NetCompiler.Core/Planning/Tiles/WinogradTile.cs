using System;
using System.Collections.Generic;
using System.Linq;
using NetCompiler.Core.Common;
using NetCompiler.Core.Tensors;
using NetCompiler.Core.Tensors.Operations;

namespace NetCompiler.Core.Planning.Tiles;

/// <summary>
/// Tiles of Winograd's F(4 x 4, 3 x 3): from 6 x 6 elements come 4 x 4 positions with 36 multiplications instead of 144, at the price of sums before and after. Polynomials
/// are evaluated at 0, two near points, two far ones and infinity. Which ones decides about errors: of all eighths these give the least, 1e-6 of the largest value at
/// 32 channels, twice those of sums in the plain order and a third of those of the usual 1 and 2.
/// </summary>
internal static class WinogradTile
{
    /// <summary>The points near 0, of either sign.</summary>
    public const double Near = 0.625;

    /// <summary>The points far from 0, of either sign.</summary>
    public const double Far = 1.5;

    /// <summary>Positions along each side of a tile.</summary>
    public const int Side = 4;

    /// <summary>Elements of the input along each side of a tile, and of its transformed form.</summary>
    public const int Reach = 6;

    /// <summary>Elements of a transformed tile.</summary>
    public const int Elements = Reach * Reach;

    // Vector operations of a tile: what transforming a vector of input channels costs, and a vector of output channels; measured, with the loads and stores.
    private const double InputCost = 220;
    private const double OutputCost = 180;

    // Below this part of the plain form's time the transformed one is taken: it has larger errors and larger weights.
    private const double Gain = 0.8;

    // Floats of transformed weights, four times the plain ones: beyond that, reading them takes the time that is saved.
    private const long LargestWeights = 3 << 20;

    // Tiles that a product needs at least, so that its time is that of its arithmetic and not of reading weights.
    private const int FewTiles = 4;

    // Tiles in a block: enough that weights are read rarely, few enough that what is transformed stays near.
    private const int LargestBlock = 32;
    private const int SmallestBlock = 12;

    /// <summary>Tiles along an axis.</summary>
    public static int Count(int positions) => (positions + Side - 1) / Side;

    /// <summary>Whether windows over some channels, times a matrix of some columns, are faster in this form.</summary>
    public static bool Pays(WindowsOperation windows, int channels, int columns, RealType real)
    {
        bool fits = windows.Axes == 2 && windows.Window.All(extent => extent == 3) && windows.Stride.All(stride => stride == 1) && windows.Gap.All(gap => gap == 1)
            && Math.Abs(windows.Step[0]) == 1 && windows.Step[0] == windows.Step[1];
        if (!fits || (long)Elements * channels * Layout.Pad(columns) > real.InPlaceOf(LargestWeights))
        {
            return false;
        }

        double tiles = Count(windows.Positions[0]) * Count(windows.Positions[1]);
        double inputs = Layout.Pad(channels) / Layout.Vector;
        double outputs = Layout.Pad(columns) / Layout.Vector;
        double plain = (double)windows.Positions[0] * windows.Positions[1] * 9 * channels * outputs;
        double transformed = (Math.Max(tiles, FewTiles) * Elements * channels * outputs) + (tiles * ((InputCost * inputs) + (OutputCost * outputs)));
        return transformed < Gain * plain;
    }

    /// <summary>Tiles that are done at a time: blocks of nearly equal size, in whole groups of four rows of the product.</summary>
    public static int Block(int tiles)
    {
        if (tiles <= LargestBlock)
        {
            return tiles;
        }

        int Computed(int block) => (tiles + block - 1) / block * ((block + 3) / 4 * 4);
        return Enumerable.Range(SmallestBlock, LargestBlock - SmallestBlock + 1).OrderBy(Computed).ThenByDescending(block => block).First();
    }

    /// <summary>The index of the first element that the first window meets, on an axis.</summary>
    public static int First(WindowsOperation windows, int axis) => windows.Origin[axis] + Math.Min(0, 2 * windows.Step[axis]);

    /// <summary>The zeros that whole tiles meet around x.</summary>
    public static EquatableArray<Margin> Margins(WindowsOperation windows, Shape x) => Enumerable.Range(0, windows.Axes).Select(axis =>
    {
        int first = First(windows, axis);
        int last = first + (Count(windows.Positions[axis]) * Side) + 1;
        return new Margin(Math.Max(0, -first), Math.Max(0, last - (x[axis + 1].Maximum - 1)));
    }).ToEquatableArray();
}
