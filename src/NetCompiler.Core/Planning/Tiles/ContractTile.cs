using System;
using System.Collections.Generic;
using System.Linq;
using NetCompiler.Core.Planning.Kernels;

namespace NetCompiler.Core.Planning.Tiles;

/// <summary>A step of a walk over rows.</summary>
/// <param name="Tile">The tile.</param>
/// <param name="Repeat">How many at a time.</param>
/// <param name="Until">The row that it goes to at most.</param>
internal readonly record struct WalkStep(ContractTile Tile, int Repeat, int Until);

/// <summary>How much of a product's result one method computes.</summary>
/// <param name="Hardware">The widest vectors of the machine that it is for.</param>
/// <param name="Lanes">Lanes of the vectors that it computes with: narrower ones where the result has no more columns.</param>
/// <param name="Rows">Rows of the result.</param>
/// <param name="Columns">Columns of the result, padding included.</param>
/// <param name="InnerChains">Into how many sums each element is divided.</param>
internal sealed record ContractTile(VectorSize Hardware, int Lanes, int Rows, int Columns, int InnerChains)
{
    // Sums that hide the latency of a multiply-add on two units.
    private const int Sums = 8;

    public int Vectors => Columns / Lanes;

    /// <summary>Columns that one step through the panels takes: a narrow result is one step.</summary>
    public int ColumnStep => Math.Max(Columns, Layout.Vector);

    // Rows of a tile whose columns take so many vectors that more rows would not find registers.
    private const int Pair = 2;

    // Columns of single rows where panels are walked to and fro: so few that a nearest cache holds several tiles' weights.
    private const int ToAndFro = 64;

    // Weights of such a product, in floats: three quarters of a nearest cache of 32 KB, and six times as much.
    private const int LeastToAndFro = 6 << 10;
    private const int MostToAndFro = 48 << 10;

    // Vectors of columns that tiles of several rows have at most: machines of narrow ones, ARM's, have 32 registers as well, those of 256 bits 16.
    private static int MostOfSeveralRows(VectorSize hardware) => hardware.Bits == 256 ? 2 : 4;

    // A result of at most eight columns is computed without the lanes that it does not fill: most machines do twice as many narrow vectors.
    private static bool IsNarrow(ContractKernel kernel) => kernel.Columns <= Layout.Vector / 2;

    /// <summary>Several rows: as many sums as the registers hold.</summary>
    public static ContractTile Several(ContractKernel kernel, VectorSize hardware, int rows)
    {
        int lanes = hardware.Lanes;
        while (lanes > hardware.FewestLanes && kernel.Columns <= lanes / 2)
        {
            lanes /= 2;
        }

        int columns = IsNarrow(kernel) ? (kernel.Columns + lanes - 1) / lanes * lanes
            : hardware.Lanes == Layout.Vector ? kernel.Panel : Layout.Vector;
        return new ContractTile(hardware, lanes, rows, columns, 1);
    }

    /// <summary>One row: several panels, or several chains of a short row, so that the latency is hidden.</summary>
    public static ContractTile One(ContractKernel kernel, VectorSize hardware)
    {
        ContractTile part = Several(kernel, hardware, 1);
        int columns = part.Columns;

        // Where one sample has several rows, single ones are what whole tiles leave: the tiles of one panel serve all.
        bool isRest = kernel.Rows.Constant > 1 || kernel.OuterRows.Count > 0;
        while (!isRest && !IsNarrow(kernel) && columns * 2 / part.Lanes <= Sums && !(kernel.Alternates && columns == ToAndFro) && Layout.Pad(kernel.Columns) % (columns * 2) == 0)
        {
            columns *= 2;
        }

        int chains = 1;
        while (!kernel.TotalInner.TimesRows && columns / part.Lanes * chains * 2 <= (isRest ? Sums / 2 : Sums) && kernel.Inner.Constant % (chains * 2) == 0)
        {
            chains *= 2;
        }

        return part with { Columns = columns, InnerChains = chains };
    }

    /// <summary>Whether a product in a loop over steps is to be walked to and fro: its weights are more than the nearest cache holds, and not many times as much.</summary>
    public static bool Alternates(Count rows, Count inner, int columns, RealType real)
    {
        long weights = (long)inner.Constant * Layout.Pad(columns);
        return rows is { Constant: 1, TimesRows: true } && !inner.TimesRows && Layout.Pad(columns) % ToAndFro == 0 && columns % Layout.Vector == 0 && weights > real.InPlaceOf(LeastToAndFro) && weights <= real.InPlaceOf(MostToAndFro);
    }

    /// <summary>
    /// How rows are walked: the tiles in order, each as often as its rows are left, so many at a time. What remains then is as many rows whatever
    /// worker's share they are in, since shares are multiples of sixteen: one row's sum is divided into chains, and so has other bits.
    /// </summary>
    public static IReadOnlyList<WalkStep> Walk(ContractKernel kernel, VectorSize hardware)
    {
        var walk = new List<WalkStep>();
        ContractTile eight = Several(kernel, hardware, 8);
        int most = kernel.Rows.TimesRows ? int.MaxValue : kernel.Rows.Constant;
        void Add(int rows, int repeat, int until = int.MaxValue)
        {
            if (rows * repeat <= Math.Min(most, until))
            {
                walk.Add(new WalkStep(eight with { Rows = rows }, repeat, until));
            }
        }

        if (kernel.OuterRows.Count > 0 && kernel.TotalRows.TimesRows)
        {
            // Short runs, over and over, each whole. Narrow machines take the tiles of other walks: as many of six rows as leave fours; a run that one tile holds is one.
            if (eight.Vectors > MostOfSeveralRows(hardware))
            {
                Add(Pair, 1);
                return walk;
            }

            if (eight.Vectors > 1 && hardware.Bits == 256 && most <= 6)
            {
                Add(most, 1);
                return walk;
            }

            if (eight.Vectors > 1 && hardware.Bits < 512)
            {
                int sixes = hardware.Bits == 256 ? Enumerable.Range(0, (most / 6) + 1).LastOrDefault(count => (most - (count * 6)) % 4 == 0) : 0;
                Add(6, 1, sixes * 6);
                Add(4, 1);
                return walk;
            }

            // Equal tiles, as large as the registers allow.
            int largest = (hardware.Bits, eight.Vectors) switch { (512, 1) => 14, (512, _) => 8, (256, _) => 10, _ => 8 };
            int tiles = (most + largest - 1) / largest;
            Add((most + tiles - 1) / tiles, 1);
            return walk;
        }

        switch (hardware.Bits, eight.Vectors)
        {
            case (_, var vectors) when vectors > MostOfSeveralRows(hardware):
                Add(Pair, 1);
                break;
            case (512, _) or (_, 1):
                Add(8, 1);
                break;
            case (256, _):
                // Six rows of two vectors use the sixteen registers best, and four rows the rest.
                Add(6, 2);
                Add(4, 1);
                break;
            default:
                Add(4, 1);
                break;
        }

        return walk;
    }

    /// <summary>The rows that the walk leaves of a constant number, at most seven, as one tile; null where there are none.</summary>
    private static ContractTile? Rest(ContractKernel kernel, VectorSize hardware)
    {
        int rows = kernel.Rows.Constant;
        foreach (WalkStep step in Walk(kernel, hardware))
        {
            int rowsOfStep = step.Tile.Rows * step.Repeat;
            int end = Math.Min(step.Until, kernel.Rows.Constant);
            rows -= Math.Max(0, end - (kernel.Rows.Constant - rows)) / rowsOfStep * rowsOfStep;
        }

        return rows == 0 ? null : Several(kernel, hardware, rows);
    }

    /// <summary>Rows that no tile of several takes: one at a time, or all at once where it is known how many there are; null where there are none.</summary>
    public static ContractTile? Last(ContractKernel kernel, VectorSize hardware)
    {
        if (!kernel.Rows.TimesRows)
        {
            return Rest(kernel, hardware);
        }

        IReadOnlyList<WalkStep> walk = Walk(kernel, hardware);
        bool isFilled = walk.Count > 0 && kernel.Rows.Constant % walk[walk.Count - 1].Tile.Rows == 0;
        return isFilled ? null : One(kernel, hardware);
    }

    /// <summary>Where a vector of the tile lies, counted from the tile's first, with panels of the given stride.</summary>
    public long Displacement(ContractKernel kernel, int vector, int panelStride)
    {
        int column = vector * Lanes;
        return ((long)(column / kernel.Panel) * panelStride) + (column % kernel.Panel);
    }

    /// <summary>Whether the last vectors have lanes beyond the result.</summary>
    public bool IsMasked(ContractKernel kernel) => kernel.Columns % Math.Min(Columns, Layout.Vector) != 0;

    /// <summary>Whether the tile is all columns, so that it is known which lanes lie beyond the result.</summary>
    public bool IsWhole(ContractKernel kernel) => ColumnStep >= Layout.Pad(kernel.Columns);

    /// <summary>Whether the method must be told how many lanes lie within the result.</summary>
    public bool TakesLanes(ContractKernel kernel) => IsMasked(kernel) && !IsWhole(kernel);
}
