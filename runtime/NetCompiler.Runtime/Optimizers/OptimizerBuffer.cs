using System;

namespace NetCompiler.Training;

/// <summary>What an optimizer remembers for each parameter, in the layout of the parameters; what stands at padding means nothing.</summary>
public sealed class OptimizerBuffer
{
    private readonly ElementBuffer _elements;

    internal OptimizerBuffer(string name, ElementType element, int length, double value)
    {
        Name = name;
        _elements = new ElementBuffer(element, length);
        if (value != 0)
        {
            Fill(0, length, value);
        }
    }

    /// <summary>PyTorch's name where it has one: <c>momentum_buffer</c>, <c>exp_avg</c>.</summary>
    public string Name { get; }

    /// <summary>What the elements are.</summary>
    public ElementType Element => _elements.Element;

    /// <summary>Number of elements, that of the parameter buffer.</summary>
    public int Length => _elements.Length;

    /// <summary>The elements, live: for reading, and for putting back what was saved.</summary>
    /// <exception cref="InvalidOperationException">The elements are doubles.</exception>
    public Span<float> Floats => Element == ElementType.Float32 ? _elements.Floats : throw new InvalidOperationException($"The buffer '{Name}' holds doubles: use Doubles.");

    /// <summary>The elements, live: for reading, and for putting back what was saved.</summary>
    /// <exception cref="InvalidOperationException">The elements are floats.</exception>
    public Span<double> Doubles => Element == ElementType.Float64 ? _elements.Doubles : throw new InvalidOperationException($"The buffer '{Name}' holds floats: use Floats.");

    /// <summary>Sets a part of the elements.</summary>
    internal void Fill(int start, int length, double value)
    {
        if (Element == ElementType.Float32)
        {
            _elements.Floats.Slice(start, length).Fill((float)value);
        }
        else
        {
            _elements.Doubles.Slice(start, length).Fill(value);
        }
    }

    /// <summary>A part of the elements, in text that is written once for both types.</summary>
    internal Span<T> Part<T>(int start, int length)
        where T : unmanaged => _elements.Of<T>().Slice(start, length);
}
