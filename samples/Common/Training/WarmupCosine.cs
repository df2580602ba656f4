using System;
using NetCompiler.Training;

namespace NetCompiler.Samples.Training;

/// <summary>
/// Raises the learning rate from step to step in a straight line and then lowers it along half a cosine (Loshchilov and Hutter 2017) to a tenth, as the reports of a training
/// come by, and hands them on. The trainer reports every step for this: its <see cref="Trainer{TNetwork}.ProgressInterval"/> is zero, so that a training does not depend on the clock.
/// </summary>
public sealed class WarmupCosine : IProgress<TrainingProgress>
{
    private const double Least = 0.1;

    private readonly Optimizer _optimizer;
    private readonly float _greatest;
    private readonly int _warmup;
    private readonly IProgress<TrainingProgress> _next;

    /// <summary>Sets the learning rate of the first step.</summary>
    /// <param name="optimizer">Whose learning rate it is.</param>
    /// <param name="greatest">The learning rate after the warm-up.</param>
    /// <param name="warmup">Steps until then, 0 or more.</param>
    /// <param name="next">Receives every report.</param>
    public WarmupCosine(Optimizer optimizer, float greatest, int warmup, IProgress<TrainingProgress> next)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        ArgumentNullException.ThrowIfNull(next);
        ArgumentOutOfRangeException.ThrowIfNegative(warmup);
        (_optimizer, _greatest, _warmup, _next) = (optimizer, greatest, warmup, next);
        _optimizer.LearningRate = (float)(greatest * Factor(0, warmup, 1));
    }

    /// <inheritdoc/>
    public void Report(TrainingProgress value)
    {
        long taken = ((value.Epoch - 1L) * value.Steps) + value.Step;
        _optimizer.LearningRate = (float)(_greatest * Factor(taken, _warmup, (long)value.Epochs * value.Steps));
        _next.Report(value);
    }

    // The share of the greatest rate with which the step after some is taken.
    private static double Factor(long taken, int warmup, long steps)
    {
        if (taken < warmup)
        {
            return (taken + 1.0) / (warmup + 1.0);
        }

        double way = Math.Min(1, (taken - warmup) / Math.Max(1.0, steps - warmup));
        return Least + ((1 - Least) * 0.5 * (1 + Math.Cos(Math.PI * way)));
    }
}
