using System;

namespace NetCompiler.Training;

/// <summary>Multiplies the learning rate by a factor again and again.</summary>
/// <group>schedules</group>
/// <formula>η(t) = η γ^⌊t / n⌋</formula>
/// <pytorch>torch.optim.lr_scheduler.StepLR(step_size=n, gamma=γ)</pytorch>
/// <keras>keras.optimizers.schedules.ExponentialDecay(initial_learning_rate=η, decay_steps=n, decay_rate=γ, staircase=True)</keras>
/// <param name="stepSize">The time n between, at least 1.</param>
/// <param name="gamma">The factor γ, finite and 0 or more.</param>
/// <exception cref="ArgumentException">A setting is out of its range.</exception>
public sealed class StepLR(long stepSize, double gamma = 0.1) : Schedule
{
    private readonly long _stepSize = RequireLength(stepSize, nameof(stepSize));
    private readonly double _gamma = RequireFinite(gamma, nameof(gamma));

    /// <inheritdoc/>
    internal override double Rate(double initial, in ScheduleTime time)
    {
        return initial * Math.Pow(_gamma, time.In(Unit) / _stepSize);
    }
}
