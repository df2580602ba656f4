using System;

namespace NetCompiler.Training;

/// <summary>Multiplies the learning rate by a function of the time.</summary>
/// <group>schedules</group>
/// <formula>η(t) = η f(t)</formula>
/// <pytorch>torch.optim.lr_scheduler.LambdaLR(lr_lambda=f)</pytorch>
/// <keras>a class of one's own over keras.optimizers.schedules.LearningRateSchedule</keras>
/// <param name="factor">The function f.</param>
/// <exception cref="ArgumentException">A setting is out of its range.</exception>
public sealed class LambdaLR(Func<long, double> factor) : Schedule
{
    private readonly Func<long, double> _factor = factor ?? throw new ArgumentNullException(nameof(factor));

    /// <inheritdoc/>
    internal override double Rate(double initial, in ScheduleTime time)
    {
        return initial * _factor(time.In(Unit));
    }
}
