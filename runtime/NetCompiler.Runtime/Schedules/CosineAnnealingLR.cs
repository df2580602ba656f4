using System;

namespace NetCompiler.Training;

/// <summary>Lowers the learning rate along half a cosine (Loshchilov and Hutter 2017), and raises it again if time goes on.</summary>
/// <group>schedules</group>
/// <formula>η(t) = ηmin + (η - ηmin) (1 + cos(π t / n)) / 2</formula>
/// <pytorch>torch.optim.lr_scheduler.CosineAnnealingLR(T_max=n, eta_min=ηmin)</pytorch>
/// <keras>keras.optimizers.schedules.CosineDecay(initial_learning_rate=η, decay_steps=n, alpha=ηmin / η)</keras>
/// <param name="maximumTime">How long, n, at least 1; null (default) for the whole training.</param>
/// <param name="minimumRate">The least rate ηmin, finite and 0 or more.</param>
/// <exception cref="ArgumentException">A setting is out of its range.</exception>
public sealed class CosineAnnealingLR(long? maximumTime = null, double minimumRate = 0.0) : Schedule
{
    private readonly long? _maximumTime = RequireLength(maximumTime, nameof(maximumTime));
    private readonly double _minimumRate = RequireFinite(minimumRate, nameof(minimumRate));

    /// <inheritdoc/>
    internal override double Rate(double initial, in ScheduleTime time)
    {
        long length = Length(_maximumTime, in time);
        return _minimumRate + ((initial - _minimumRate) * 0.5 * (1 + Math.Cos(Math.PI * time.In(Unit) / length)));
    }
}
