using System;

namespace NetCompiler.Training;

/// <summary>A metric of real numbers, of one or more outputs a sample.</summary>
public abstract class RegressionMetric : Metric
{
    /// <summary>Adds samples.</summary>
    /// <param name="outputs">The predictions of some samples, row-major.</param>
    /// <param name="targets">What they should be.</param>
    /// <param name="width">Outputs of a sample, at least 1.</param>
    /// <exception cref="ArgumentException">The lengths differ, or are no whole number of samples.</exception>
    public void Add(ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, int width = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        if (outputs.Length != targets.Length || outputs.Length % width != 0)
        {
            throw new ArgumentException($"{Name}: {outputs.Length} outputs and {targets.Length} targets are not equally many samples of {width}.", nameof(outputs));
        }

        for (int first = 0; first < outputs.Length; first += width)
        {
            AddSample(outputs.Slice(first, width), targets.Slice(first, width));
        }
    }

    /// <summary>Adds a sample.</summary>
    /// <param name="outputs">Its outputs; of all samples equally many.</param>
    /// <param name="targets">As many targets.</param>
    protected internal abstract void AddSample(ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets);
}
