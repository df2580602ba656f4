using System;
using System.Collections.Generic;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace NetCompiler.Training;

/// <summary>Which elements of a parameter buffer are parameters: padding holds anything, and is in no norm.</summary>
internal sealed class ParameterLanes
{
    // A bit for each of 16 elements.
    private readonly ushort[] _lanes;

    /// <summary>Marks the elements of some parameters.</summary>
    /// <param name="length">The length of the buffer, a multiple of 16.</param>
    /// <param name="parameters">The parameters that count.</param>
    public ParameterLanes(int length, IEnumerable<ParameterDescription> parameters)
    {
        _lanes = new ushort[length / 16];
        foreach (ParameterDescription parameter in parameters)
        {
            for (int index = 0; index < parameter.Length; index++)
            {
                int at = parameter.IndexOf(index);
                _lanes[at / 16] |= (ushort)(1 << (at % 16));
            }
        }
    }

    /// <summary>The length of the buffer.</summary>
    public int Length => 16 * _lanes.Length;

    /// <summary>The sum of the squares of a part of a buffer, in double.</summary>
    /// <param name="values">The buffer.</param>
    /// <param name="start">The first element of the part, a multiple of 16.</param>
    /// <param name="end">The first element after it, a multiple of 16.</param>
    public double Squares<T>(ReadOnlySpan<T> values, int start, int end)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ref T first = ref MemoryMarshal.GetReference(values);
        Vector512<double> sum = Vector512<double>.Zero;
        double rest = 0;
        for (int index = start; index < end; index += 16)
        {
            uint lanes = _lanes[index / 16];
            if (lanes == ushort.MaxValue)
            {
                (Vector512<double> lower, Vector512<double> upper) = Widened(ref first, index);
                sum += (lower * lower) + (upper * upper);
            }
            else
            {
                for (; lanes != 0; lanes &= lanes - 1)
                {
                    double value = double.CreateTruncating(values[index + BitOperations.TrailingZeroCount(lanes)]);
                    rest += value * value;
                }
            }
        }

        return Vector512.Sum(sum) + rest;
    }

    // 16 elements as doubles.
    private static (Vector512<double> Lower, Vector512<double> Upper) Widened<T>(ref T first, int index)
        where T : unmanaged => typeof(T) == typeof(double)
        ? (Vector512.LoadUnsafe(ref first, (nuint)index).AsDouble(), Vector512.LoadUnsafe(ref first, (nuint)index + 8).AsDouble())
        : Vector512.Widen(Vector512.LoadUnsafe(ref first, (nuint)index).AsSingle());
}
