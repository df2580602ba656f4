using System;

namespace NetCompiler.Training;

/// <summary>Raises the learning rate in a straight line to the first one of another schedule, which begins then (Goyal et al. 2017).</summary>
/// <group>schedules</group>
/// <formula>η(t) = η₀ (a + (1 - a) t / n) for t &lt; n, then the other schedule from t - n on; η₀ is its first rate</formula>
/// <pytorch>torch.optim.lr_scheduler.SequentialLR([LinearLR(start_factor=a, total_iters=n), then], milestones=[n])</pytorch>
/// <keras>keras.optimizers.schedules.CosineDecay(initial_learning_rate=η a, decay_steps, warmup_target=η, warmup_steps=n) for a cosine; none for others</keras>
/// <param name="length">How long, n, in steps or, as <see cref="Schedule.Unit"/> says, in epochs; at least 1.</param>
/// <param name="then">What comes after; null for the rate of the optimizer.</param>
/// <param name="startFactor">The share a of the rate at first, finite and 0 or more; null (default) for 1 / (n + 1), so that the rate of step t is (t + 1) / (n + 1).</param>
/// <exception cref="ArgumentOutOfRangeException">A setting is out of its range.</exception>
/// <remarks>What the other schedule counts may be another unit: a warm-up of some steps before a decay by epochs. A length that is the whole training is what the warm-up leaves of it.</remarks>
public sealed class Warmup(long length, Schedule? then = null, double? startFactor = null) : Schedule(ScheduleUnit.Step)
{
    private readonly long _length = RequireLength(length, nameof(length));
    private readonly Schedule? _then = then;
    private readonly double _startFactor = RequireFinite(startFactor ?? (1.0 / (length + 1)), nameof(startFactor));

    /// <inheritdoc/>
    internal override void RequireTrainer() => _then?.RequireTrainer();

    /// <inheritdoc/>
    internal override double Rate(double initial, in ScheduleTime time)
    {
        long passed = time.In(Unit);
        ScheduleTime after = Later(in time);
        if (passed >= _length)
        {
            return _then?.Rate(initial, in after) ?? initial;
        }

        ScheduleTime first = after with { Step = 0, Epoch = 0 };
        return (_then?.Rate(initial, in first) ?? initial) * (_startFactor + ((1 - _startFactor) * passed / _length));
    }

    /// <inheritdoc/>
    internal override double? Momentum(in ScheduleTime time)
    {
        ScheduleTime after = Later(in time);
        return _then?.Momentum(time.In(Unit) < _length ? after with { Step = 0, Epoch = 0 } : after);
    }

    /// <inheritdoc/>
    internal override void EndEpoch(double loss) => _then?.EndEpoch(loss);

    // What a schedule that counts epochs sees after a warm-up by steps is the epochs of the training.
    private ScheduleTime Later(in ScheduleTime time) => Unit == ScheduleUnit.Step
        ? time with { Step = time.Step - _length, Steps = Rest(time.Steps, _length), Epoch = time.Steps == 0 ? time.Epoch - _length : time.Epoch }
        : time with
        {
            Epoch = time.Epoch - _length,
            Epochs = Rest(time.Epochs, _length),
            Step = time.Step - (time.Epochs == 0 ? _length : _length * (time.Steps / time.Epochs)),
            Steps = Rest(time.Steps, time.Epochs == 0 ? 0 : _length * (time.Steps / time.Epochs)),
        };

    // A training may end before the warm-up does, and nobody knows how long one by hand is, which is 0.
    private static long Rest(long all, long warmup) => all == 0 ? 0 : Math.Max(all - warmup, 1);
}
