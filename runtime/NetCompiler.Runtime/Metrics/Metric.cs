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

    /// <summary>Forgets what was added.</summary>
    public abstract void Reset();

    /// <summary>Name and value.</summary>
    /// <returns>A short text.</returns>
    public override string ToString() => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Name} {Value:F4}");
}
