using System;
using System.Runtime.CompilerServices;

namespace NetCompiler.Training;

/// <summary>A metric of real numbers, of one or more outputs a sample.</summary>
public abstract class RegressionMetric : Metric
{
    private double[] _outputs = [];
    private double[] _targets = [];

    /// <summary>Adds samples.</summary>
    /// <param name="outputs">The predictions of some samples, row-major.</param>
    /// <param name="targets">What they should be.</param>
    /// <param name="width">Outputs of a sample, at least 1.</param>
    /// <param name="weights">How much each sample counts, 0 or more; empty, the default, where each counts as one. scikit-learn's <c>sample_weight</c>.</param>
    /// <exception cref="ArgumentException">The lengths differ, or are no whole number of samples, or weights are not one for each, negative or not finite.</exception>
    public void Add(ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, int width = 1, ReadOnlySpan<float> weights = default)
    {
        RequireSamples(outputs.Length, targets.Length, width);
        RequireWeights(weights, outputs.Length / width);
        if (_outputs.Length < width)
        {
            _outputs = new double[width];
            _targets = new double[width];
        }

        for (int first = 0; first < outputs.Length; first += width)
        {
            for (int output = 0; output < width; output++)
            {
                _outputs[output] = outputs[first + output];
                _targets[output] = targets[first + output];
            }

            AddSample(_outputs.AsSpan(0, width), _targets.AsSpan(0, width), weights.IsEmpty ? 1 : weights[first / width]);
        }
    }

    /// <summary>Adds samples of a network of doubles.</summary>
    /// <inheritdoc cref="Add(ReadOnlySpan{float}, ReadOnlySpan{float}, int, ReadOnlySpan{float})"/>
    /// <remarks>Where elements are written out and could be of either type, they are floats.</remarks>
    [OverloadResolutionPriority(-1)]
    public void Add(ReadOnlySpan<double> outputs, ReadOnlySpan<double> targets, int width = 1, ReadOnlySpan<double> weights = default)
    {
        RequireSamples(outputs.Length, targets.Length, width);
        RequireWeights(weights, outputs.Length / width);
        for (int first = 0; first < outputs.Length; first += width)
        {
            AddSample(outputs.Slice(first, width), targets.Slice(first, width), weights.IsEmpty ? 1 : weights[first / width]);
        }
    }

    /// <summary>Adds a sample.</summary>
    /// <param name="outputs">Its outputs; of all samples equally many.</param>
    /// <param name="targets">As many targets.</param>
    /// <param name="weight">How much it counts, finite and 0 or more; 1 where there are no weights.</param>
    protected internal abstract void AddSample(ReadOnlySpan<double> outputs, ReadOnlySpan<double> targets, double weight);

    private void RequireSamples(int outputs, int targets, int width)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        if (outputs != targets || outputs % width != 0)
        {
            throw new ArgumentException($"{Name}: {outputs} outputs and {targets} targets are not equally many samples of {width}.", nameof(outputs));
        }
    }
}
