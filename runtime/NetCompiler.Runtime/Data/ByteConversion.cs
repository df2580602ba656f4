using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace NetCompiler.Data;

/// <summary>Widens bytes to floats. Product and sum are rounded apart, at every vector width, so that every machine sees the same inputs.</summary>
internal static class ByteConversion
{
    /// <summary>Computes value * scale + offset for each byte.</summary>
    /// <param name="source">The bytes.</param>
    /// <param name="destination">Receives the floats; at least as long.</param>
    /// <param name="scale">The factor.</param>
    /// <param name="offset">What is added to the product.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void ToSingle(ReadOnlySpan<byte> source, Span<float> destination, float scale, float offset)
    {
        destination = destination[..source.Length];
        ref byte from = ref MemoryMarshal.GetReference(source);
        ref float to = ref MemoryMarshal.GetReference(destination);
        int at = 0;
        for (; at <= source.Length - 16; at += 16)
        {
            Vector128<byte> bytes = Vector128.LoadUnsafe(ref from, (nuint)at);
            if (Vector512.IsHardwareAccelerated)
            {
                Vector512<uint> values = Vector512.WidenLower(Vector512.WidenLower(bytes.ToVector256Unsafe().ToVector512Unsafe()));
                ((Vector512.ConvertToSingle(values.AsInt32()) * Vector512.Create(scale)) + Vector512.Create(offset)).StoreUnsafe(ref to, (nuint)at);
            }
            else
            {
                (Vector128<ushort> low, Vector128<ushort> high) = Vector128.Widen(bytes);
                Store(Vector128.WidenLower(low), ref to, at, scale, offset);
                Store(Vector128.WidenUpper(low), ref to, at + 4, scale, offset);
                Store(Vector128.WidenLower(high), ref to, at + 8, scale, offset);
                Store(Vector128.WidenUpper(high), ref to, at + 12, scale, offset);
            }
        }

        for (; at < source.Length; at++)
        {
            destination[at] = (source[at] * scale) + offset;
        }
    }

    private static void Store(Vector128<uint> values, ref float to, int at, float scale, float offset) =>
        ((Vector128.ConvertToSingle(values.AsInt32()) * Vector128.Create(scale)) + Vector128.Create(offset)).StoreUnsafe(ref to, (nuint)at);
}
