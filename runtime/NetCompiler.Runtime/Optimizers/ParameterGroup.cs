using System;
using System.IO.Enumeration;

namespace NetCompiler.Training;

/// <summary>
/// Settings of the parameters whose names fit a pattern, where they differ from the optimizer's: what PyTorch's optimizers take as a list of dictionaries.
/// </summary>
/// <param name="pattern">
/// A whole name in which <c>*</c> stands for any characters, dots too, and <c>?</c> for one: <c>*.bias</c>, <c>encoder.*</c>. Of several groups that fit a parameter, the first has it.
/// </param>
public sealed class ParameterGroup(string pattern)
{
    private double _learningRateFactor = 1;
    private double? _weightDecay;

    /// <summary>The pattern of names.</summary>
    public string Pattern { get; } = pattern ?? throw new ArgumentNullException(nameof(pattern));

    /// <summary>What the optimizer's learning rate is multiplied by, finite and 0 or more; default 1. A schedule so changes the rates of all groups alike.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative or not finite.</exception>
    public double LearningRateFactor
    {
        get => _learningRateFactor;
        set => _learningRateFactor = Optimizer.RequireNotNegative(value, nameof(LearningRateFactor));
    }

    /// <summary>The weight decay, finite and 0 or more; null (default) for the optimizer's.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative or not finite.</exception>
    public double? WeightDecay
    {
        get => _weightDecay;
        set => _weightDecay = value is { } decay ? Optimizer.RequireNotNegative(decay, nameof(WeightDecay)) : null;
    }

    internal static bool Fits(string pattern, string name) => FileSystemName.MatchesSimpleExpression(pattern, name, ignoreCase: false);
}
