using System;
using System.Collections.Generic;

namespace NetCompiler.Training;

/// <summary>Multiplies the learning rate by a factor at some times.</summary>
/// <group>schedules</group>
/// <formula>η(t) = η γ^k with k the number of milestones that are t or less</formula>
/// <pytorch>torch.optim.lr_scheduler.MultiStepLR(milestones, gamma=γ)</pytorch>
/// <keras>keras.optimizers.schedules.PiecewiseConstantDecay(boundaries, values), with boundaries one less</keras>
/// <param name="milestones">The times, each later than the one before.</param>
/// <param name="gamma">The factor γ, finite and 0 or more.</param>
/// <exception cref="ArgumentException">A setting is out of its range.</exception>
public sealed class MultiStepLR(IReadOnlyList<long> milestones, double gamma = 0.1) : Schedule
{
    private readonly long[] _milestones = RequireAscending(milestones);
    private readonly double _gamma = RequireFinite(gamma, nameof(gamma));

    /// <inheritdoc/>
    internal override double Rate(double initial, in ScheduleTime time)
    {
        int passed = 0;
        while (passed < _milestones.Length && _milestones[passed] <= time.In(Unit))
        {
            passed++;
        }

        return initial * Math.Pow(_gamma, passed);
    }

    private static long[] RequireAscending(IReadOnlyList<long> milestones)
    {
        ArgumentNullException.ThrowIfNull(milestones);
        for (int index = 1; index < milestones.Count; index++)
        {
            if (milestones[index] <= milestones[index - 1])
            {
                throw new ArgumentException($"Milestones ascend, and {milestones[index]} comes after {milestones[index - 1]}.", nameof(milestones));
            }
        }

        return [.. milestones];
    }
}
