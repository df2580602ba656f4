using System;

namespace NetCompiler.Training;

/// <summary>Multiplies the learning rate by a factor for some time, and leaves it alone then.</summary>
/// <group>schedules</group>
/// <formula>η(t) = η f for t &lt; n, else η</formula>
/// <pytorch>torch.optim.lr_scheduler.ConstantLR(factor=f, total_iters=n)</pytorch>
/// <keras>none; the rate as a number comes nearest</keras>
/// <param name="factor">The factor f, finite and 0 or more.</param>
/// <param name="totalIterations">How long, n, at least 1.</param>
/// <exception cref="ArgumentException">A setting is out of its range.</exception>
public sealed class ConstantLR(double factor = 1.0 / 3, long totalIterations = 5) : Schedule
{
    private readonly double _factor = RequireFinite(factor, nameof(factor));
    private readonly long _totalIterations = RequireLength(totalIterations, nameof(totalIterations));

    /// <inheritdoc/>
    internal override double Rate(double initial, in ScheduleTime time)
    {
        return time.In(Unit) < _totalIterations ? initial * _factor : initial;
    }
}
