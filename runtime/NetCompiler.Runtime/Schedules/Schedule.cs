using System;

namespace NetCompiler.Training;

/// <summary>
/// Changes the learning rate of an optimizer as a training goes on: <see cref="Trainer{TNetwork}.Schedule"/>, or by hand <c>optimizer.LearningRate = schedule.RateAt(first, step)</c>. The
/// formulas and names are those of <c>torch.optim.lr_scheduler</c>, in closed form: a rate depends on the first one and on the time alone, so that a training that goes on after a pause goes on
/// as if there had been none.
/// </summary>
public abstract class Schedule
{
    private protected Schedule(ScheduleUnit unit = ScheduleUnit.Epoch) => Unit = unit;

    /// <summary>What the schedule counts; epochs by default (<see cref="OneCycleLR"/>: steps).</summary>
    public ScheduleUnit Unit { get; set; }

    /// <summary>The learning rate after some time.</summary>
    /// <param name="initial">The rate of the optimizer without a schedule.</param>
    /// <param name="time">Completed epochs or steps, 0 or more.</param>
    /// <exception cref="InvalidOperationException">The schedule lasts as long as the training, and was not told how long that is.</exception>
    public double RateAt(double initial, long time)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(time);
        return Rate(initial, new ScheduleTime(time, time, 0, 0));
    }

    /// <summary>The momentum after some time, of schedules that change it too; null for others.</summary>
    /// <param name="time">Completed epochs or steps, 0 or more.</param>
    public double? MomentumAt(long time)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(time);
        return Momentum(new ScheduleTime(time, time, 0, 0));
    }

    /// <summary>Refuses settings that a trainer cannot serve.</summary>
    internal virtual void RequireTrainer()
    {
    }

    /// <summary>The learning rate of a step.</summary>
    internal abstract double Rate(double initial, in ScheduleTime time);

    /// <summary>The momentum of a step; null to leave it as it is.</summary>
    internal virtual double? Momentum(in ScheduleTime time) => null;

    /// <summary>Takes notice of the loss of an epoch, that of the validation where there is one.</summary>
    internal virtual void EndEpoch(double loss)
    {
    }

    /// <summary>The length of a schedule that may last as long as the training.</summary>
    private protected long Length(long? own, in ScheduleTime time)
    {
        long length = own ?? time.All(Unit);
        return length > 0 ? length : throw new InvalidOperationException($"{GetType().Name} lasts as long as the training when it is not told how long: give it a length, or to a trainer.");
    }

    private protected static double RequireFinite(double value, string name)
    {
        if (!double.IsFinite(value) || value < 0)
        {
            throw new ArgumentOutOfRangeException(name, value, $"{name} is a finite number, 0 or more.");
        }

        return value;
    }

    private protected static long? RequireLength(long? value, string name)
    {
        if (value is < 1)
        {
            throw new ArgumentOutOfRangeException(name, value, $"{name} is at least 1, or null for the whole training.");
        }

        return value;
    }

    private protected static long RequireLength(long value, string name)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(value, 1, name);
        return value;
    }
}
