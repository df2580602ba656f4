using System;

namespace NetCompiler.Data;

/// <summary>Copies rows of an array that lie anywhere to rows that lie side by side.</summary>
internal static class RowGathering
{
    /// <summary>Copies rows.</summary>
    /// <param name="source">Rows x length.</param>
    /// <param name="length">Elements of a row, at least 1.</param>
    /// <param name="rows">Which rows, in order.</param>
    /// <param name="destination">Receives them; rows x length.</param>
    public static void Copy<T>(T[] source, int length, ReadOnlySpan<int> rows, Span<T> destination)
        where T : unmanaged
    {
        destination = destination[..(rows.Length * length)];
        if (AreNeighbours(rows))
        {
            source.AsSpan(rows[0] * length, destination.Length).CopyTo(destination);
        }
        else if (length == 1)
        {
            // Classes: a call that copies is longer than one element.
            for (int index = 0; index < rows.Length; index++)
            {
                destination[index] = source[rows[index]];
            }
        }
        else
        {
            for (int index = 0; index < rows.Length; index++)
            {
                source.AsSpan(rows[index] * length, length).CopyTo(destination.Slice(index * length, length));
            }
        }
    }

    /// <summary>Whether rows are one block of the array, as those of data in their own order are.</summary>
    private static bool AreNeighbours(ReadOnlySpan<int> rows)
    {
        if (rows.IsEmpty || rows[^1] - rows[0] != rows.Length - 1)
        {
            return false;
        }

        for (int index = 1; index < rows.Length; index++)
        {
            if (rows[index] != rows[index - 1] + 1)
            {
                return false;
            }
        }

        return true;
    }
}
