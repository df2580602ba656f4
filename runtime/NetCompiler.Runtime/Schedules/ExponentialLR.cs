using System;

namespace NetCompiler.Training;

/// <summary>Multiplies the learning rate by a factor each time.</summary>
/// <group>schedules</group>
/// <formula>η(t) = η γ^t</formula>
/// <pytorch>torch.optim.lr_scheduler.ExponentialLR(gamma=γ)</pytorch>
/// <keras>keras.optimizers.schedules.ExponentialDecay(initial_learning_rate=η, decay_steps=1, decay_rate=γ)</keras>
/// <param name="gamma">The factor γ, finite and 0 or more.</param>
/// <exception cref="ArgumentException">A setting is out of its range.</exception>
public sealed class ExponentialLR(double gamma) : Schedule
{
    private readonly double _gamma = RequireFinite(gamma, nameof(gamma));

    /// <inheritdoc/>
    internal override double Rate(double initial, in ScheduleTime time)
    {
        return initial * Math.Pow(_gamma, time.In(Unit));
    }
}
