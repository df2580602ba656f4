using System;

namespace NetCompiler.Training;

/// <summary>Lowers the learning rate as one over time.</summary>
/// <group>schedules</group>
/// <formula>η(t) = η / (1 + γ t / n)</formula>
/// <pytorch>torch.optim.lr_scheduler.LambdaLR(lambda t: 1 / (1 + γ * t / n))</pytorch>
/// <keras>keras.optimizers.schedules.InverseTimeDecay(initial_learning_rate=η, decay_steps=n, decay_rate=γ)</keras>
/// <param name="decay">The decay γ, finite and 0 or more.</param>
/// <param name="decaySteps">The time n in which it works once, above 0.</param>
/// <exception cref="ArgumentException">A setting is out of its range.</exception>
public sealed class InverseTimeLR(double decay, double decaySteps = 1.0) : Schedule
{
    private readonly double _decay = RequireFinite(decay, nameof(decay));
    private readonly double _decaySteps = decaySteps > 0 && double.IsFinite(decaySteps)
        ? decaySteps
        : throw new ArgumentOutOfRangeException(nameof(decaySteps), decaySteps, "decaySteps is a finite number above 0.");

    /// <inheritdoc/>
    internal override double Rate(double initial, in ScheduleTime time)
    {
        return initial / (1 + (_decay * time.In(Unit) / _decaySteps));
    }
}
