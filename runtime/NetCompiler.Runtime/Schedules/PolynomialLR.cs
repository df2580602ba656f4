using System;

namespace NetCompiler.Training;

/// <summary>Lowers the learning rate to zero along a power.</summary>
/// <group>schedules</group>
/// <formula>η(t) = η (1 - min(t, n) / n)^p</formula>
/// <pytorch>torch.optim.lr_scheduler.PolynomialLR(total_iters=n, power=p)</pytorch>
/// <keras>keras.optimizers.schedules.PolynomialDecay(initial_learning_rate=η, decay_steps=n, end_learning_rate=0, power=p)</keras>
/// <param name="totalIterations">How long, n, at least 1; null for the whole training.</param>
/// <param name="power">The power p, finite and 0 or more.</param>
/// <exception cref="ArgumentException">A setting is out of its range.</exception>
public sealed class PolynomialLR(long? totalIterations = 5, double power = 1.0) : Schedule
{
    private readonly long? _totalIterations = RequireLength(totalIterations, nameof(totalIterations));
    private readonly double _power = RequireFinite(power, nameof(power));

    /// <inheritdoc/>
    internal override double Rate(double initial, in ScheduleTime time)
    {
        long length = Length(_totalIterations, in time);
        return initial * Math.Pow(1 - (Math.Min(time.In(Unit), length) / (double)length), _power);
    }
}
