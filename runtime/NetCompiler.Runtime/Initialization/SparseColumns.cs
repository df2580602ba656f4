using System;

namespace NetCompiler;

/// <summary>Which elements of a sparse matrix are zero: in each column the same number, at places drawn without replacement, as <c>torch.nn.init.sparse_</c> does.</summary>
internal static class SparseColumns
{
    // Keys the shuffles apart from the values, which the stream itself gives.
    private const ulong Places = 0x5EED;

    /// <summary>Draws the places.</summary>
    /// <param name="rows">At least 1.</param>
    /// <param name="columns">At least 1.</param>
    /// <param name="share">The share of zeros, from 0 to 1; rounded up to whole elements of a column.</param>
    /// <param name="key">The parameter's stream.</param>
    /// <returns>Row-major, whether each element is zero.</returns>
    public static bool[] Zeros(int rows, int columns, double share, ulong key)
    {
        bool[] zeros = new bool[rows * columns];
        int count = Math.Min(rows, (int)Math.Ceiling(share * rows));
        int[] order = new int[rows];
        for (int column = 0; column < columns; column++)
        {
            ulong stream = CounterGenerator.Key(key ^ Places, (ulong)column);
            for (int row = 0; row < rows; row++)
            {
                order[row] = row;
            }

            for (int i = 0; i < count; i++)
            {
                int other = i + CounterGenerator.Below(rows - i, stream, (ulong)i);
                (order[i], order[other]) = (order[other], order[i]);
                zeros[(order[i] * columns) + column] = true;
            }
        }

        return zeros;
    }
}
