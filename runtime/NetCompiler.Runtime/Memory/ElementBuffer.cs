using System;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace NetCompiler;

/// <summary>
/// A zeroed buffer of floats or of doubles, whichever a network computes in, aligned as <see cref="AlignedBuffer{T}"/> is. Its length is in elements, and so one layout serves both.
/// </summary>
internal sealed class ElementBuffer
{
    private readonly float[]? _floats;
    private readonly double[]? _doubles;
    private readonly int _start;

    // The one array that there is, and where its elements begin.
    private readonly Array _array;
    private readonly nint _firstByte;

    /// <summary>Allocates a buffer.</summary>
    /// <param name="element"><see cref="ElementType.Float32"/> or <see cref="ElementType.Float64"/>.</param>
    /// <param name="length">Number of elements, 0 or more.</param>
    public ElementBuffer(ElementType element, int length)
    {
        Length = length;
        Element = element;
        if (element == ElementType.Float64)
        {
            _array = _doubles = AlignedBuffer<double>.Allocate(length, out _start);
            _firstByte = _start * sizeof(double);
        }
        else
        {
            _array = _floats = AlignedBuffer<float>.Allocate(length, out _start);
            _firstByte = _start * sizeof(float);
        }
    }

    /// <summary>Number of elements.</summary>
    public int Length { get; }

    /// <summary>What the elements are.</summary>
    public ElementType Element { get; }

    /// <summary>The elements of a buffer of floats.</summary>
    /// <exception cref="InvalidOperationException">They are doubles.</exception>
    public Span<float> Floats
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            if (_floats is null)
            {
                Refuse(ElementType.Float32);
            }

            return _floats.AsSpan(_start, Length);
        }
    }

    /// <summary>The elements of a buffer of doubles.</summary>
    /// <exception cref="InvalidOperationException">They are floats.</exception>
    public Span<double> Doubles
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            if (_doubles is null)
            {
                Refuse(ElementType.Float64);
            }

            return _doubles.AsSpan(_start, Length);
        }
    }

    /// <summary>The elements, for a call.</summary>
    public TensorSlot Slot
    {
        // Several are filled in for each call, of which a small network takes a hundred nanoseconds: a choice between two arrays would leave two slots on the caller's stack each time.
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => TensorSlot.From(ref Unsafe.AddByteOffset(ref MemoryMarshal.GetArrayDataReference(_array), _firstByte), Length, Element);
    }

    /// <summary>The elements in text that is written once for both types.</summary>
    /// <typeparam name="T">The type of the elements.</typeparam>
    /// <exception cref="InvalidOperationException">They are of the other type.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Span<T> Of<T>()
        where T : unmanaged => typeof(T) == typeof(double) ? MemoryMarshal.Cast<double, T>(Doubles) : MemoryMarshal.Cast<float, T>(Floats);

    /// <summary>Copies all elements to a buffer of the same type and length.</summary>
    public void CopyTo(ElementBuffer destination)
    {
        if (_doubles is null)
        {
            Floats.CopyTo(destination.Floats);
        }
        else
        {
            Doubles.CopyTo(destination.Doubles);
        }
    }

    /// <summary>Sets all elements to 0.</summary>
    public void Clear()
    {
        if (_doubles is null)
        {
            Floats.Clear();
        }
        else
        {
            Doubles.Clear();
        }
    }

    [DoesNotReturn]
    private void Refuse(ElementType asked) => throw new InvalidOperationException(
        $"The network computes in {Element}, and its buffers were asked for in {asked}. Those of a network of doubles are the members whose names begin with Double, and those of a network of floats the members without it.");
}
