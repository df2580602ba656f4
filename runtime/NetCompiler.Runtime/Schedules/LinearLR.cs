using System;

namespace NetCompiler.Training;

/// <summary>Changes the learning rate in a straight line.</summary>
/// <group>schedules</group>
/// <formula>η(t) = η (a + (b - a) min(t, n) / n)</formula>
/// <pytorch>torch.optim.lr_scheduler.LinearLR(start_factor=a, end_factor=b, total_iters=n)</pytorch>
/// <keras>keras.optimizers.schedules.PolynomialDecay(initial_learning_rate=η a, decay_steps=n, end_learning_rate=η b)</keras>
/// <param name="startFactor">The factor a at first, finite and 0 or more.</param>
/// <param name="endFactor">The factor b in the end, finite and 0 or more.</param>
/// <param name="totalIterations">How long, n, at least 1; null for the whole training.</param>
/// <exception cref="ArgumentException">A setting is out of its range.</exception>
public sealed class LinearLR(double startFactor = 1.0 / 3, double endFactor = 1.0, long? totalIterations = 5) : Schedule
{
    private readonly double _startFactor = RequireFinite(startFactor, nameof(startFactor));
    private readonly double _endFactor = RequireFinite(endFactor, nameof(endFactor));
    private readonly long? _totalIterations = RequireLength(totalIterations, nameof(totalIterations));

    /// <inheritdoc/>
    internal override double Rate(double initial, in ScheduleTime time)
    {
        long length = Length(_totalIterations, in time);
        return initial * (_startFactor + ((_endFactor - _startFactor) * Math.Min(time.In(Unit), length) / length));
    }
}
