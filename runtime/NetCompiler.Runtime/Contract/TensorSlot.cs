using System;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace NetCompiler;

/// <summary>A span of one of the element types, without a generic argument: what <see cref="StepArguments"/> carries for one tensor.</summary>
public readonly ref struct TensorSlot
{
    private readonly ref byte _reference;

    private TensorSlot(ref byte reference, int length, ElementType type)
    {
        _reference = ref reference;
        Length = length;
        Type = type;
    }

    /// <summary>Number of elements; 0 where the caller gave nothing.</summary>
    public int Length { get; }

    /// <summary>What the elements are.</summary>
    public ElementType Type { get; }

    private int ElementSize => Type switch
    {
        ElementType.UInt8 => 1,
        ElementType.Float64 or ElementType.Int64 => sizeof(double),
        _ => sizeof(float),
    };

    private long ByteLength => (long)Length * ElementSize;

    /// <summary>A slot for a tensor of floats.</summary>
    public static implicit operator TensorSlot(ReadOnlySpan<float> span) => new(ref Unsafe.As<float, byte>(ref MemoryMarshal.GetReference(span)), span.Length, ElementType.Float32);

    /// <summary>A slot for a tensor of floats that the network writes.</summary>
    public static implicit operator TensorSlot(Span<float> span) => (ReadOnlySpan<float>)span;

    /// <summary>A slot for a tensor of doubles.</summary>
    public static implicit operator TensorSlot(ReadOnlySpan<double> span) => new(ref Unsafe.As<double, byte>(ref MemoryMarshal.GetReference(span)), span.Length, ElementType.Float64);

    /// <summary>A slot for a tensor of doubles that the network writes.</summary>
    public static implicit operator TensorSlot(Span<double> span) => (ReadOnlySpan<double>)span;

    /// <summary>A slot for class indices or tokens.</summary>
    public static implicit operator TensorSlot(ReadOnlySpan<int> span) => new(ref Unsafe.As<int, byte>(ref MemoryMarshal.GetReference(span)), span.Length, ElementType.Int32);

    /// <summary>A slot for bytes.</summary>
    public static implicit operator TensorSlot(ReadOnlySpan<byte> span) => new(ref MemoryMarshal.GetReference(span), span.Length, ElementType.UInt8);

    /// <summary>The tensor as floats, for reading.</summary>
    /// <exception cref="InvalidOperationException">The slot holds another element type.</exception>
    public ReadOnlySpan<float> AsSingle() => MemoryMarshal.CreateReadOnlySpan(ref Unsafe.As<byte, float>(ref Require(ElementType.Float32)), Length);

    /// <summary>The tensor as floats, for writing: only for slots that the description lists as outputs or gradients.</summary>
    /// <exception cref="InvalidOperationException">The slot holds another element type.</exception>
    public Span<float> AsWritableSingle() => MemoryMarshal.CreateSpan(ref Unsafe.As<byte, float>(ref Require(ElementType.Float32)), Length);

    /// <summary>The tensor as doubles, for reading.</summary>
    /// <exception cref="InvalidOperationException">The slot holds another element type.</exception>
    public ReadOnlySpan<double> AsDouble() => MemoryMarshal.CreateReadOnlySpan(ref Unsafe.As<byte, double>(ref Require(ElementType.Float64)), Length);

    /// <summary>The tensor as doubles, for writing: only for slots that the description lists as outputs or gradients.</summary>
    /// <exception cref="InvalidOperationException">The slot holds another element type.</exception>
    public Span<double> AsWritableDouble() => MemoryMarshal.CreateSpan(ref Unsafe.As<byte, double>(ref Require(ElementType.Float64)), Length);

    /// <summary>The tensor as integers.</summary>
    /// <exception cref="InvalidOperationException">The slot holds another element type.</exception>
    public ReadOnlySpan<int> AsInt32() => MemoryMarshal.CreateReadOnlySpan(ref Unsafe.As<byte, int>(ref Require(ElementType.Int32)), Length);

    /// <summary>The tensor as bytes.</summary>
    /// <exception cref="InvalidOperationException">The slot holds another element type.</exception>
    public ReadOnlySpan<byte> AsByte() => MemoryMarshal.CreateReadOnlySpan(ref Require(ElementType.UInt8), Length);

    /// <summary>A part of the tensor: how a batch larger than the compiled one is cut into chunks.</summary>
    /// <param name="start">First element, 0 to <see cref="Length"/>.</param>
    /// <param name="length">Number of elements.</param>
    /// <exception cref="ArgumentOutOfRangeException">The part is not inside the tensor.</exception>
    public TensorSlot Slice(int start, int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, Length - start);
        return new TensorSlot(ref Unsafe.AddByteOffset(ref _reference, (nint)start * ElementSize), length, Type);
    }

    /// <summary>A slot for a tensor of floats or doubles, in text that is written once for both.</summary>
    internal static TensorSlot From<T>(ReadOnlySpan<T> span)
        where T : unmanaged => new(ref Unsafe.As<T, byte>(ref MemoryMarshal.GetReference(span)), span.Length, typeof(T) == typeof(double) ? ElementType.Float64 : ElementType.Float32);

    /// <summary>A slot for elements that lie one behind the other from a first one on, which is not checked.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static TensorSlot From(ref byte first, int length, ElementType type) => new(ref first, length, type);

    /// <summary>The tensor as floats or doubles, in text that is written once for both.</summary>
    /// <exception cref="InvalidOperationException">The slot holds another element type.</exception>
    internal Span<T> As<T>()
        where T : unmanaged => MemoryMarshal.CreateSpan(ref Unsafe.As<byte, T>(ref Require(typeof(T) == typeof(double) ? ElementType.Float64 : ElementType.Float32)), Length);

    /// <summary>The tensor as floats, which an empty slot is too: one comparison, for the buffers of a call.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal Span<float> Floats()
    {
        if (Type != ElementType.Float32)
        {
            Refuse(Type, ElementType.Float32);
        }

        return MemoryMarshal.CreateSpan(ref Unsafe.As<byte, float>(ref _reference), Length);
    }

    /// <summary>Whether the two tensors have a byte in common.</summary>
    internal bool Overlaps(TensorSlot other)
    {
        if (Length == 0 || other.Length == 0)
        {
            return false;
        }

        // In bytes and 64 bits: a span of bytes over a large tensor of floats could not be made.
        long distance = Unsafe.ByteOffset(ref _reference, ref other._reference);
        return distance < ByteLength && -distance < other.ByteLength;
    }

    // Emitted code asks several times a call: the check is inlined, the message is not.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ref byte Require(ElementType type)
    {
        if (Length != 0 && Type != type)
        {
            Refuse(Type, type);
        }

        return ref _reference;
    }

    [DoesNotReturn]
    private static void Refuse(ElementType given, ElementType expected) =>
        throw new InvalidOperationException($"A tensor of {given} was given where the network expects {expected}.");
}
