using System;

namespace NetCompiler.Training;

/// <summary>Sums of doubles, one or more for each output. The outputs are known with the first sample.</summary>
/// <param name="kinds">How many sums an output has.</param>
internal struct OutputSums(int kinds)
{
    private readonly int _kinds = kinds;
    private double[] _sums = [];

    /// <summary>Outputs of a sample; 0 before the first.</summary>
    public int Width { get; private set; }

    /// <summary>Samples.</summary>
    public long Count { get; private set; }

    /// <summary>The sum of their weights.</summary>
    public double Weight { get; private set; }

    /// <summary>The sums of an output.</summary>
    public readonly Span<double> Of(int output) => _sums.AsSpan(output * _kinds, _kinds);

    /// <summary>Counts a sample.</summary>
    /// <exception cref="ArgumentException">It has another number of outputs than those before.</exception>
    public void Begin(int width, double weight, string name)
    {
        if (Count == 0 && width != Width)
        {
            Width = width;
            _sums = new double[width * _kinds];
        }
        else if (width != Width)
        {
            throw new ArgumentException($"{name}: a sample has {width} outputs, and those before have {Width}.", nameof(width));
        }

        Count++;
        Weight += weight;
    }

    /// <summary>Forgets all.</summary>
    public void Reset()
    {
        Count = 0;
        Weight = 0;
        Array.Clear(_sums);
    }
}
