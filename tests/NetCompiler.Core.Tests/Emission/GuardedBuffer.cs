using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Xunit;

namespace NetCompiler.Core.Tests.Emission;

/// <summary>
/// Memory of an exact length between two margins of poison. What is read from a margin is NaN, or a number that nothing means, and what
/// is written there is found.
/// </summary>
internal sealed class GuardedBuffer<T>
    where T : unmanaged
{
    private const int Margin = 64;

    private readonly T[] _memory;
    private readonly T _poison;
    private readonly int _start;
    private readonly string _name;
    private byte[]? _kept;

    /// <param name="name">What it holds, for messages.</param>
    /// <param name="length">Elements.</param>
    /// <param name="poison">What the margins and, at first, all elements are.</param>
    /// <param name="misalignment">Elements from a multiple of 64 bytes to the first; 0 where the caller must align.</param>
    public GuardedBuffer(string name, int length, T poison, int misalignment)
    {
        _name = name;
        _poison = poison;
        Length = length;
        _memory = GC.AllocateUninitializedArray<T>(length + (3 * Margin), pinned: true);
        _memory.AsSpan().Fill(poison);
        long address = Marshal.UnsafeAddrOfPinnedArrayElement(_memory, 0);
        int toAligned = (int)(-address & 63) / Unsafe.SizeOf<T>();
        _start = Margin + toAligned + misalignment;
    }

    public int Length { get; }

    public Span<T> Span => _memory.AsSpan(_start, Length);

    /// <summary>Remembers the contents, which then may not change.</summary>
    public void Keep() => _kept = MemoryMarshal.AsBytes(Span).ToArray();

    /// <summary>Asserts that both margins are as they were, and the contents too where they are kept.</summary>
    public void AssertIntact()
    {
        AssertPoison(_memory.AsSpan(0, _start), "before");
        AssertPoison(_memory.AsSpan(_start + Length), "behind");
        if (_kept is not null)
        {
            Assert.True(MemoryMarshal.AsBytes(Span).SequenceEqual(_kept), $"'{_name}' was written, and is for reading only.");
        }
    }

    private void AssertPoison(ReadOnlySpan<T> margin, string where)
    {
        ReadOnlySpan<byte> bytes = MemoryMarshal.AsBytes(margin);
        ReadOnlySpan<T> poison = [_poison];
        ReadOnlySpan<byte> pattern = MemoryMarshal.AsBytes(poison);
        for (int i = 0; i < margin.Length; i++)
        {
            if (!bytes.Slice(i * pattern.Length, pattern.Length).SequenceEqual(pattern))
            {
                Assert.Fail($"An element {where} '{_name}' (length {Length}) was written: {(where == "before" ? i - margin.Length : i)} from its edge.");
            }
        }
    }
}
