using System;
using System.Numerics;

namespace NetCompiler.Training;

/// <summary>
/// What predictions are worth, beside the loss: takes batch after batch and has a value at any time. Alone, it is given spans; a <see cref="Trainer{TNetwork}"/> that has it among its
/// <see cref="Trainer{TNetwork}.Metrics"/> gives it all of the validation, and of what it evaluates. A batch allocates nothing, but for what a metric says that it keeps.
/// </summary>
/// <remarks>Not for several threads at a time. Derive from <see cref="ClassMetric"/> or <see cref="RegressionMetric"/> for one of your own.</remarks>
public abstract class Metric
{
    private protected Metric()
    {
    }

    /// <summary>What reports call it: <c>accuracy</c>.</summary>
    public abstract string Name { get; }

    /// <summary>Its value over all that was added since the last <see cref="Reset"/>; NaN where that does not define it.</summary>
    public abstract double Value { get; }

    /// <summary>The output of the network that a trainer compares. Unless given, that of the first loss whose target is of the right kind.</summary>
    public string? Output { get; init; }

    /// <summary>The target that a trainer compares it with. Unless given, that of the same loss.</summary>
    public string? Target { get; init; }

    /// <summary>
    /// The target that holds a weight for each sample, which a trainer gives the metric too: the name that <see cref="NetworkAttribute.SampleWeight"/> or <see cref="LossAttribute.SampleWeight"/> gives it
    /// (<see cref="Data.Dataset.WithSampleWeights(float[])"/>). None unless given: each sample counts as one. Keras's <c>weighted_metrics</c>, where other metrics are unweighted.
    /// </summary>
    public string? SampleWeight { get; init; }

    /// <summary>Forgets what was added.</summary>
    public abstract void Reset();

    /// <summary>Name and value.</summary>
    /// <returns>A short text.</returns>
    public override string ToString() => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Name} {Value:F4}");

    /// <summary>Refuses weights that are not one for each sample, or none at all.</summary>
    private protected void RequireWeights<T>(ReadOnlySpan<T> weights, int samples)
        where T : IFloatingPointIeee754<T>
    {
        if (weights.Length != 0 && weights.Length != samples)
        {
            throw new ArgumentException($"{Name}: {weights.Length} weights are not one for each of {samples} samples.", nameof(weights));
        }

        foreach (T weight in weights)
        {
            RequireWeight(double.CreateTruncating(weight));
        }
    }

    /// <summary>Refuses a weight that is no finite number of 0 or more.</summary>
    internal void RequireWeight(double weight)
    {
        if (!(weight >= 0 && double.IsFinite(weight)))
        {
            throw new ArgumentException(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Name}: the weight of a sample is {weight}; it is a finite number of 0 or more."), nameof(weight));
        }
    }
}
