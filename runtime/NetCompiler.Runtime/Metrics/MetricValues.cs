using System;
using System.Collections;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace NetCompiler.Training;

/// <summary>The value of a metric, in a report.</summary>
/// <param name="Name">What the metric is called.</param>
/// <param name="Value">Its value.</param>
public readonly record struct MetricValue(string Name, double Value)
{
    /// <summary>Name and value.</summary>
    /// <returns>A short text.</returns>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Name} {Value:F4}");
}

/// <summary>The values of a trainer's metrics, in their order. Equal to others with the same names and values, so that the records that hold them compare by value.</summary>
public sealed class MetricValues : IReadOnlyList<MetricValue>, IEquatable<MetricValues>
{
    private readonly MetricValue[] _values;

    internal MetricValues(IEnumerable<Metric> metrics) => _values = [.. metrics.Select(metric => new MetricValue(metric.Name, metric.Value))];

    /// <summary>Of no metrics.</summary>
    public static MetricValues None { get; } = new([]);

    /// <inheritdoc/>
    public int Count => _values.Length;

    /// <inheritdoc/>
    public MetricValue this[int index] => _values[index];

    /// <summary>The value of the metric of a name.</summary>
    /// <param name="name">What it is called: <c>accuracy</c>.</param>
    /// <exception cref="KeyNotFoundException">There is no such metric.</exception>
    public double this[string name]
    {
        get
        {
            int index = Array.FindIndex(_values, value => value.Name == name);
            return index >= 0 ? _values[index].Value : throw new KeyNotFoundException($"There is no metric '{name}'; there {(Count == 0 ? "is none" : "are " + string.Join(", ", _values.Select(value => $"'{value.Name}'")))}.");
        }
    }

    /// <inheritdoc/>
    public bool Equals(MetricValues? other) => other is not null && _values.AsSpan().SequenceEqual(other._values);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as MetricValues);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        foreach (MetricValue value in _values)
        {
            hash.Add(value);
        }

        return hash.ToHashCode();
    }

    /// <inheritdoc/>
    public IEnumerator<MetricValue> GetEnumerator() => ((IEnumerable<MetricValue>)_values).GetEnumerator();

    /// <inheritdoc/>
    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>All of them.</summary>
    /// <returns>One line.</returns>
    public override string ToString() => string.Join(", ", _values);
}
