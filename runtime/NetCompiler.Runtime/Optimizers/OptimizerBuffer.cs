using System;
using System.Runtime.InteropServices;

namespace NetCompiler.Training;

/// <summary>What an optimizer remembers for each parameter, in the layout of the parameters; what stands at padding means nothing.</summary>
public sealed class OptimizerBuffer
{
    // Bytes, so that one class serves both precisions.
    private readonly AlignedBuffer<byte> _bytes;

    internal OptimizerBuffer(string name, ElementType element, int length, double value)
    {
        Name = name;
        Element = element;
        Length = length;
        _bytes = new AlignedBuffer<byte>(checked(length * (element == ElementType.Float32 ? sizeof(float) : sizeof(double))));
        if (value != 0)
        {
            if (element == ElementType.Float32)
            {
                Floats.Fill((float)value);
            }
            else
            {
                Doubles.Fill(value);
            }
        }
    }

    /// <summary>PyTorch's name where it has one: <c>momentum_buffer</c>, <c>exp_avg</c>.</summary>
    public string Name { get; }

    /// <summary>What the elements are.</summary>
    public ElementType Element { get; }

    /// <summary>Number of elements, that of the parameter buffer.</summary>
    public int Length { get; }

    /// <summary>The elements, live: for reading, and for putting back what was saved.</summary>
    /// <exception cref="InvalidOperationException">The elements are doubles.</exception>
    public Span<float> Floats => Element == ElementType.Float32 ? Elements<float>() : throw new InvalidOperationException($"The buffer '{Name}' holds doubles: use Doubles.");

    /// <summary>The elements, live: for reading, and for putting back what was saved.</summary>
    /// <exception cref="InvalidOperationException">The elements are floats.</exception>
    public Span<double> Doubles => Element == ElementType.Float64 ? Elements<double>() : throw new InvalidOperationException($"The buffer '{Name}' holds floats: use Floats.");

    internal Span<T> Elements<T>()
        where T : unmanaged => MemoryMarshal.Cast<byte, T>(_bytes.Span);
}
