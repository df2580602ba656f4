using System;
using System.Linq;
using System.Numerics;
using System.Runtime.InteropServices;
using NetCompiler;

namespace NetCompiler.Core.Tests.Emission;

/// <summary>State tensors in the state buffer: numbers of the network's type, and counts of 64 bits.</summary>
internal static class StoredState
{
    /// <summary>A tensor's elements in logical order; a count as a whole number.</summary>
    public static double[] Read<T>(ParameterDescription state, ReadOnlySpan<T> buffer)
        where T : unmanaged, INumberBase<T>
    {
        if (state.Type == ElementType.Int64)
        {
            return [MemoryMarshal.Read<long>(MemoryMarshal.AsBytes(buffer[state.Offset..]))];
        }

        var elements = new double[state.Length];
        for (int i = 0; i < elements.Length; i++)
        {
            elements[i] = double.CreateTruncating(buffer[state.IndexOf(i)]);
        }

        return elements;
    }

    /// <summary>Sets a tensor's elements, given in logical order.</summary>
    public static void Write<T>(ParameterDescription state, double[] elements, Span<T> buffer)
        where T : unmanaged, INumberBase<T>
    {
        if (state.Type == ElementType.Int64)
        {
            long count = (long)elements.Single();
            MemoryMarshal.Write(MemoryMarshal.AsBytes(buffer[state.Offset..]), in count);
            return;
        }

        for (int i = 0; i < elements.Length; i++)
        {
            buffer[state.IndexOf(i)] = T.CreateTruncating(elements[i]);
        }
    }
}
