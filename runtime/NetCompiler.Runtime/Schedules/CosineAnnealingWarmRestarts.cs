using System;

namespace NetCompiler.Training;

/// <summary>Lowers the learning rate along half a cosine, and begins anew, each time after a longer time (Loshchilov and Hutter 2017).</summary>
/// <group>schedules</group>
/// <formula>η(t) = ηmin + (η - ηmin) (1 + cos(π s / m)) / 2, s after the last restart, with m = n, n k, n k², …</formula>
/// <pytorch>torch.optim.lr_scheduler.CosineAnnealingWarmRestarts(T_0=n, T_mult=k, eta_min=ηmin)</pytorch>
/// <keras>keras.optimizers.schedules.CosineDecayRestarts(initial_learning_rate=η, first_decay_steps=n, t_mul=k, alpha=ηmin / η); its k is 2.0 by default</keras>
/// <param name="firstTime">How long until the first restart, n, at least 1.</param>
/// <param name="factor">What each time is longer by than the one before, k, at least 1.</param>
/// <param name="minimumRate">The least rate ηmin, finite and 0 or more.</param>
/// <exception cref="ArgumentException">A setting is out of its range.</exception>
public sealed class CosineAnnealingWarmRestarts(long firstTime, long factor = 1, double minimumRate = 0.0) : Schedule
{
    private readonly long _firstTime = RequireLength(firstTime, nameof(firstTime));
    private readonly long _factor = RequireLength(factor, nameof(factor));
    private readonly double _minimumRate = RequireFinite(minimumRate, nameof(minimumRate));

    /// <inheritdoc/>
    internal override double Rate(double initial, in ScheduleTime time)
    {
        long since = time.In(Unit);
        long length = _firstTime;
        if (_factor == 1)
        {
            since %= length;
        }

        while (since >= length)
        {
            since -= length;
            length *= _factor;
        }

        return _minimumRate + ((initial - _minimumRate) * 0.5 * (1 + Math.Cos(Math.PI * since / length)));
    }
}
