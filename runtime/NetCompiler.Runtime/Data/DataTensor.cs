using System;
using System.Runtime.InteropServices;

namespace NetCompiler.Data;

/// <summary>
/// One input or target of all samples: a dense, row-major array in memory that is read as it lies. Bytes are widened to the floats
/// value * scale + offset while a batch is gathered, so that images stay small.
/// </summary>
public sealed class DataTensor
{
    private readonly float[]? _floats;
    private readonly int[]? _integers;
    private readonly byte[]? _bytes;

    private DataTensor(float[]? floats, int[]? integers, byte[]? bytes, int length, int sampleLength, float scale, float offset)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(sampleLength, 1);
        if (length == 0 || length % sampleLength != 0)
        {
            throw new ArgumentException($"{length} elements are not a whole number of samples of {sampleLength}, at least one.");
        }

        _floats = floats;
        _integers = integers;
        _bytes = bytes;
        SampleLength = sampleLength;
        Count = length / sampleLength;
        Scale = scale;
        Offset = offset;
    }

    /// <summary>What the array holds.</summary>
    public ElementType Type => _floats is not null ? ElementType.Float32 : _integers is not null ? ElementType.Int32 : ElementType.UInt8;

    /// <summary>Elements of one sample.</summary>
    public int SampleLength { get; }

    /// <summary>Number of samples.</summary>
    public int Count { get; }

    /// <summary>The factor of bytes that are read as floats.</summary>
    public float Scale { get; }

    /// <summary>What is added to scaled bytes.</summary>
    public float Offset { get; }

    /// <summary>A tensor of floats.</summary>
    /// <param name="values">Samples x elements; not copied.</param>
    /// <param name="sampleLength">Elements of one sample, at least 1.</param>
    /// <exception cref="ArgumentException">The array is not a whole number of samples, at least one.</exception>
    public static DataTensor Of(float[] values, int sampleLength)
    {
        ArgumentNullException.ThrowIfNull(values);
        return new DataTensor(values, null, null, values.Length, sampleLength, 1, 0);
    }

    /// <summary>A tensor of integers: class indices or tokens.</summary>
    /// <param name="values">Samples x elements; not copied.</param>
    /// <param name="sampleLength">Elements of one sample, at least 1.</param>
    /// <exception cref="ArgumentException">The array is not a whole number of samples, at least one.</exception>
    public static DataTensor Of(int[] values, int sampleLength = 1)
    {
        ArgumentNullException.ThrowIfNull(values);
        return new DataTensor(null, values, null, values.Length, sampleLength, 1, 0);
    }

    /// <summary>A tensor of bytes. A float input reads them as value * scale + offset; an input of bytes and a target of class indices as they are.</summary>
    /// <param name="values">Samples x elements; not copied.</param>
    /// <param name="sampleLength">Elements of one sample, at least 1.</param>
    /// <param name="scale">The factor; 1 for an input of bytes, whose network scales them itself.</param>
    /// <param name="offset">What is added to the product; 0 for an input of bytes.</param>
    /// <exception cref="ArgumentException">The array is not a whole number of samples, at least one.</exception>
    public static DataTensor Of(byte[] values, int sampleLength, float scale = 1, float offset = 0)
    {
        ArgumentNullException.ThrowIfNull(values);
        return new DataTensor(null, null, values, values.Length, sampleLength, scale, offset);
    }

    /// <summary>Whether samples can be read as elements of a type.</summary>
    internal bool CanRead(ElementType type) => type switch
    {
        ElementType.Float32 or ElementType.Float64 => _integers is null,
        ElementType.Int32 => _floats is null,
        _ => _bytes is not null,
    };

    /// <summary>Reads a sample as floats.</summary>
    internal void CopyTo(int sample, Span<float> destination) => Read(sample * SampleLength, destination[..SampleLength]);

    /// <summary>Reads a sample as doubles; bytes take their scale and offset in float, as a float network sees them.</summary>
    internal void CopyTo(int sample, Span<double> destination) => Read(sample * SampleLength, destination[..SampleLength]);

    /// <summary>Reads a sample as integers.</summary>
    internal void CopyTo(int sample, Span<int> destination)
    {
        int start = sample * SampleLength;
        if (_integers is not null)
        {
            _integers.AsSpan(start, SampleLength).CopyTo(destination);
            return;
        }

        for (int index = 0; index < SampleLength; index++)
        {
            destination[index] = _bytes![start + index];
        }
    }

    /// <summary>Reads elements that lie side by side as floats, doubles or, where they are bytes, as bytes.</summary>
    /// <param name="start">The first, counted over all samples.</param>
    /// <param name="destination">Receives them.</param>
    internal void Read<T>(int start, Span<T> destination)
        where T : unmanaged
    {
        if (typeof(T) == typeof(byte))
        {
            _bytes.AsSpan(start, destination.Length).CopyTo(MemoryMarshal.AsBytes(destination));
        }
        else if (typeof(T) == typeof(double))
        {
            Span<double> doubles = MemoryMarshal.Cast<T, double>(destination);
            for (int index = 0; index < doubles.Length; index++)
            {
                doubles[index] = _floats is not null ? _floats[start + index] : (_bytes![start + index] * Scale) + Offset;
            }
        }
        else
        {
            Span<float> floats = MemoryMarshal.Cast<T, float>(destination);
            if (_floats is not null)
            {
                _floats.AsSpan(start, floats.Length).CopyTo(floats);
            }
            else
            {
                ByteConversion.ToSingle(_bytes.AsSpan(start, floats.Length), floats, Scale, Offset);
            }
        }
    }

    /// <summary>A number in the unit of the array, as <see cref="Read"/> would read it.</summary>
    internal T Converted<T>(float value)
        where T : unmanaged
    {
        if (typeof(T) == typeof(byte))
        {
            return (T)(object)(byte)value;
        }

        float read = _floats is not null ? value : (value * Scale) + Offset;
        return typeof(T) == typeof(double) ? (T)(object)(double)read : (T)(object)read;
    }

    /// <summary>Reads samples as floats.</summary>
    /// <param name="samples">Which, in order.</param>
    /// <param name="destination">Receives samples x elements.</param>
    internal void Gather(ReadOnlySpan<int> samples, Span<float> destination)
    {
        if (_floats is not null)
        {
            RowGathering.Copy(_floats, SampleLength, samples, destination);
            return;
        }

        for (int index = 0; index < samples.Length; index++)
        {
            CopyTo(samples[index], destination.Slice(index * SampleLength, SampleLength));
        }
    }

    /// <summary>Reads samples as doubles.</summary>
    /// <param name="samples">Which, in order.</param>
    /// <param name="destination">Receives samples x elements.</param>
    internal void Gather(ReadOnlySpan<int> samples, Span<double> destination)
    {
        for (int index = 0; index < samples.Length; index++)
        {
            CopyTo(samples[index], destination.Slice(index * SampleLength, SampleLength));
        }
    }

    /// <summary>Reads samples as integers.</summary>
    /// <param name="samples">Which, in order.</param>
    /// <param name="destination">Receives samples x elements.</param>
    internal void Gather(ReadOnlySpan<int> samples, Span<int> destination)
    {
        if (_integers is not null)
        {
            RowGathering.Copy(_integers, SampleLength, samples, destination);
            return;
        }

        for (int index = 0; index < samples.Length; index++)
        {
            CopyTo(samples[index], destination.Slice(index * SampleLength, SampleLength));
        }
    }

    /// <summary>Reads samples as bytes.</summary>
    /// <param name="samples">Which, in order.</param>
    /// <param name="destination">Receives samples x elements.</param>
    internal void Gather(ReadOnlySpan<int> samples, Span<byte> destination) => RowGathering.Copy(_bytes!, SampleLength, samples, destination);
}
