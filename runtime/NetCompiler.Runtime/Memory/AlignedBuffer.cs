using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace NetCompiler;

/// <summary>
/// A zeroed buffer that begins on a 64-byte boundary and never moves. A managed array, pinned or not, is aligned to 8 bytes only, so the array
/// is made longer than asked for and used from its first aligned element on; it stays an ordinary object of the collector.
/// </summary>
/// <typeparam name="T">An element type of 1, 2, 4 or 8 bytes.</typeparam>
internal sealed class AlignedBuffer<T>
    where T : unmanaged
{
    private const int Alignment = 64;

    private readonly T[] _array;
    private readonly int _start;

    /// <summary>Allocates a buffer.</summary>
    /// <param name="length">Number of elements, 0 or more.</param>
    public AlignedBuffer(int length)
    {
        _array = Allocate(length, out _start);
        Length = length;
    }

    /// <summary>Number of elements.</summary>
    public int Length { get; }

    /// <summary>The elements.</summary>
    public Span<T> Span
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _array.AsSpan(_start, Length);
    }

    /// <summary>Allocates a pinned, zeroed array that has an aligned element with some more behind it.</summary>
    /// <param name="length">Number of elements from the aligned one on, 0 or more.</param>
    /// <param name="start">The index of the aligned element.</param>
    public static T[] Allocate(int length, out int start)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        start = 0;
        if (length == 0)
        {
            return [];
        }

        int size = Unsafe.SizeOf<T>();
        T[] array = GC.AllocateArray<T>(checked(length + (Alignment / size) - 1), pinned: true);
        start = (int)(-Marshal.UnsafeAddrOfPinnedArrayElement(array, 0) & (Alignment - 1)) / size;
        return array;
    }
}
