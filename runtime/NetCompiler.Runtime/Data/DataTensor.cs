using System;
using System.Runtime.InteropServices;

namespace NetCompiler.Data;

/// <summary>
/// One input or target of all samples: a dense, row-major array in memory that is read as it lies, one sample behind the other or as windows that
/// overlap. Bytes are widened to the floats value * scale + offset while a batch is gathered, so that images stay small; floats and doubles become what the network computes in.
/// </summary>
public sealed class DataTensor
{
    private readonly float[]? _floats;
    private readonly double[]? _doubles;
    private readonly int[]? _integers;
    private readonly byte[]? _bytes;

    // From the beginning of a sample to that of the next, and where the first begins.
    private readonly int _stride;
    private readonly int _first;

    private DataTensor(Array values, int sampleLength, float scale, float offset)
    {
        int length = values.Length;
        ArgumentOutOfRangeException.ThrowIfLessThan(sampleLength, 1);
        if (length == 0 || length % sampleLength != 0)
        {
            throw new ArgumentException($"{length} elements are not a whole number of samples of {sampleLength}, at least one.");
        }

        _floats = values as float[];
        _doubles = values as double[];
        _integers = values as int[];
        _bytes = values as byte[];
        _stride = sampleLength;
        SampleLength = sampleLength;
        Count = length / sampleLength;
        Scale = scale;
        Offset = offset;
    }

    private DataTensor(Array values, int sampleLength, int stride, int first, int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(sampleLength, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(stride, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(first);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        if (first + ((count - 1L) * stride) + sampleLength > values.Length)
        {
            throw new ArgumentException($"{count} windows of {sampleLength}, each {stride} behind the one before, from element {first} on, do not lie within {values.Length} elements.");
        }

        _floats = values as float[];
        _doubles = values as double[];
        _integers = values as int[];
        _stride = stride;
        _first = first;
        SampleLength = sampleLength;
        Count = count;
        Scale = 1;
    }

    /// <summary>What the array holds.</summary>
    public ElementType Type => _floats is not null ? ElementType.Float32 : _doubles is not null ? ElementType.Float64 : _integers is not null ? ElementType.Int32 : ElementType.UInt8;

    /// <summary>Elements of one sample.</summary>
    public int SampleLength { get; }

    /// <summary>Number of samples.</summary>
    public int Count { get; }

    /// <summary>The factor of bytes that are read as floats.</summary>
    public float Scale { get; }

    /// <summary>What is added to scaled bytes.</summary>
    public float Offset { get; }

    /// <summary>A tensor of floats. A network of doubles reads them as doubles.</summary>
    /// <param name="values">Samples x elements; not copied.</param>
    /// <param name="sampleLength">Elements of one sample, at least 1.</param>
    /// <exception cref="ArgumentException">The array is not a whole number of samples, at least one.</exception>
    public static DataTensor Of(float[] values, int sampleLength)
    {
        ArgumentNullException.ThrowIfNull(values);
        return new DataTensor(values, sampleLength, 1, 0);
    }

    /// <summary>A tensor of doubles. A network of floats reads them rounded to the nearest floats.</summary>
    /// <param name="values">Samples x elements; not copied.</param>
    /// <param name="sampleLength">Elements of one sample, at least 1.</param>
    /// <exception cref="ArgumentException">The array is not a whole number of samples, at least one.</exception>
    public static DataTensor Of(double[] values, int sampleLength)
    {
        ArgumentNullException.ThrowIfNull(values);
        return new DataTensor(values, sampleLength, 1, 0);
    }

    /// <summary>A tensor of integers: class indices or tokens.</summary>
    /// <param name="values">Samples x elements; not copied.</param>
    /// <param name="sampleLength">Elements of one sample, at least 1.</param>
    /// <exception cref="ArgumentException">The array is not a whole number of samples, at least one.</exception>
    public static DataTensor Of(int[] values, int sampleLength = 1)
    {
        ArgumentNullException.ThrowIfNull(values);
        return new DataTensor(values, sampleLength, 1, 0);
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
        return new DataTensor(values, sampleLength, scale, offset);
    }

    /// <summary>Windows over a series of floats, which may overlap: sample i is the elements from first + i * stride on.</summary>
    /// <param name="values">The series; not copied.</param>
    /// <param name="sampleLength">Elements of one window, at least 1; steps x features for a series of several features a step.</param>
    /// <param name="stride">From the beginning of a window to that of the next, at least 1; a multiple of the features.</param>
    /// <param name="first">Where the first window begins, 0 or more.</param>
    /// <param name="count">Number of windows, at least 1.</param>
    /// <exception cref="ArgumentException">The windows do not lie within the series.</exception>
    public static DataTensor Windows(float[] values, int sampleLength, int stride, int first, int count)
    {
        ArgumentNullException.ThrowIfNull(values);
        return new DataTensor(values, sampleLength, stride, first, count);
    }

    /// <summary>Windows over a series of doubles, which may overlap: sample i is the elements from first + i * stride on.</summary>
    /// <param name="values">The series; not copied.</param>
    /// <param name="sampleLength">Elements of one window, at least 1; steps x features for a series of several features a step.</param>
    /// <param name="stride">From the beginning of a window to that of the next, at least 1; a multiple of the features.</param>
    /// <param name="first">Where the first window begins, 0 or more.</param>
    /// <param name="count">Number of windows, at least 1.</param>
    /// <exception cref="ArgumentException">The windows do not lie within the series.</exception>
    public static DataTensor Windows(double[] values, int sampleLength, int stride, int first, int count)
    {
        ArgumentNullException.ThrowIfNull(values);
        return new DataTensor(values, sampleLength, stride, first, count);
    }

    /// <summary>Windows over a series of integers, which may overlap: sample i is the elements from first + i * stride on.</summary>
    /// <param name="values">The series; not copied.</param>
    /// <param name="sampleLength">Elements of one window, at least 1.</param>
    /// <param name="stride">From the beginning of a window to that of the next, at least 1.</param>
    /// <param name="first">Where the first window begins, 0 or more.</param>
    /// <param name="count">Number of windows, at least 1.</param>
    /// <exception cref="ArgumentException">The windows do not lie within the series.</exception>
    public static DataTensor Windows(int[] values, int sampleLength, int stride, int first, int count)
    {
        ArgumentNullException.ThrowIfNull(values);
        return new DataTensor(values, sampleLength, stride, first, count);
    }

    // Samples lie one behind the other from the beginning of the array on.
    private bool IsDense => _first == 0 && _stride == SampleLength;

    /// <summary>Where a sample begins in the array.</summary>
    internal int Start(int sample) => _first + (sample * _stride);

    /// <summary>Whether samples can be read as elements of a type.</summary>
    internal bool CanRead(ElementType type) => type switch
    {
        ElementType.Float32 or ElementType.Float64 => _integers is null,
        ElementType.Int32 => _floats is null && _doubles is null,
        _ => _bytes is not null,
    };

    /// <summary>Reads a sample as floats.</summary>
    internal void CopyTo(int sample, Span<float> destination) => Read(Start(sample), destination[..SampleLength]);

    /// <summary>Reads a sample as doubles; bytes take their scale and offset in float, as a float network sees them.</summary>
    internal void CopyTo(int sample, Span<double> destination) => Read(Start(sample), destination[..SampleLength]);

    /// <summary>Reads a sample as integers.</summary>
    internal void CopyTo(int sample, Span<int> destination)
    {
        int start = Start(sample);
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
            ReadDoubles(start, MemoryMarshal.Cast<T, double>(destination));
        }
        else
        {
            ReadFloats(start, MemoryMarshal.Cast<T, float>(destination));
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

        float read = _bytes is null ? value : (value * Scale) + Offset;
        return typeof(T) == typeof(double) ? (T)(object)(double)read : (T)(object)read;
    }

    /// <summary>Reads samples as floats.</summary>
    /// <param name="samples">Which, in order.</param>
    /// <param name="destination">Receives samples x elements.</param>
    internal void Gather(ReadOnlySpan<int> samples, Span<float> destination)
    {
        if (_floats is not null && IsDense)
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
        if (_doubles is not null && IsDense)
        {
            RowGathering.Copy(_doubles, SampleLength, samples, destination);
            return;
        }

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
        if (_integers is not null && IsDense)
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

    private void ReadFloats(int start, Span<float> destination)
    {
        if (_floats is not null)
        {
            _floats.AsSpan(start, destination.Length).CopyTo(destination);
        }
        else if (_doubles is not null)
        {
            ReadOnlySpan<double> doubles = _doubles.AsSpan(start, destination.Length);
            for (int index = 0; index < doubles.Length; index++)
            {
                destination[index] = (float)doubles[index];
            }
        }
        else
        {
            ByteConversion.ToSingle(_bytes.AsSpan(start, destination.Length), destination, Scale, Offset);
        }
    }

    private void ReadDoubles(int start, Span<double> destination)
    {
        if (_doubles is not null)
        {
            _doubles.AsSpan(start, destination.Length).CopyTo(destination);
        }
        else if (_floats is not null)
        {
            ReadOnlySpan<float> floats = _floats.AsSpan(start, destination.Length);
            for (int index = 0; index < floats.Length; index++)
            {
                destination[index] = floats[index];
            }
        }
        else
        {
            ReadOnlySpan<byte> bytes = _bytes.AsSpan(start, destination.Length);
            for (int index = 0; index < bytes.Length; index++)
            {
                destination[index] = (bytes[index] * Scale) + Offset;
            }
        }
    }
}
