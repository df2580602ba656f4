using System;

namespace NetCompiler.Training;

/// <summary>
/// Raises the learning rate from a low one to the greatest, and lowers it to a much lower one, while the momentum goes the other way (Smith and Topin 2019, "Super-convergence"). It counts steps.
/// </summary>
/// <group>schedules</group>
/// <formula>from ηmax / d to ηmax until t = p n - 1, then to ηmax / (d e) until t = n - 1, each along half a cosine or in a straight line; the momentum from the greatest to the base one and back</formula>
/// <pytorch>torch.optim.lr_scheduler.OneCycleLR(max_lr=ηmax, total_steps=n, pct_start=p, anneal_strategy, cycle_momentum, base_momentum, max_momentum, div_factor=d, final_div_factor=e, three_phase)</pytorch>
/// <keras>none; keras.optimizers.schedules.CosineDecay with a warm-up comes nearest</keras>
/// <param name="maximumRate">The greatest rate ηmax, finite and 0 or more; the optimizer's own rate does not matter.</param>
/// <param name="totalSteps">How long, n, at least 2; null (default) for the whole training. Afterwards the last rate stays.</param>
/// <exception cref="ArgumentOutOfRangeException">A setting is out of its range.</exception>
public sealed class OneCycleLR(double maximumRate, long? totalSteps = null) : Schedule(ScheduleUnit.Step)
{
    private readonly double _maximumRate = RequireFinite(maximumRate, nameof(maximumRate));
    private readonly long? _totalSteps = totalSteps is < 2
        ? throw new ArgumentOutOfRangeException(nameof(totalSteps), totalSteps, "A cycle has at least 2 steps.")
        : totalSteps;

    private double _startShare = 0.3;
    private double _baseMomentum = 0.85;
    private double _maximumMomentum = 0.95;
    private double _divisor = 25;
    private double _finalDivisor = 1e4;

    /// <summary>The share p of the time until the greatest rate, from 0 to 1; default 0.3.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not from 0 to 1.</exception>
    public double StartShare
    {
        get => _startShare;
        set => _startShare = value is >= 0 and <= 1 ? value : throw new ArgumentOutOfRangeException(nameof(StartShare), value, "StartShare is a number from 0 to 1.");
    }

    /// <summary>Whether the way is a straight line, and not half a cosine; default false.</summary>
    public bool Linear { get; set; }

    /// <summary>Whether the momentum goes the other way (β1 of the optimizers that have betas); default true.</summary>
    public bool CycleMomentum { get; set; } = true;

    /// <summary>The momentum at the greatest rate, finite and 0 or more; default 0.85.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative or not finite.</exception>
    public double BaseMomentum
    {
        get => _baseMomentum;
        set => _baseMomentum = RequireFinite(value, nameof(BaseMomentum));
    }

    /// <summary>The momentum at first and in the end, finite and 0 or more; default 0.95.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative or not finite.</exception>
    public double MaximumMomentum
    {
        get => _maximumMomentum;
        set => _maximumMomentum = RequireFinite(value, nameof(MaximumMomentum));
    }

    /// <summary>What the first rate is the greatest by, d, above 0; default 25.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not a finite number above 0.</exception>
    public double Divisor
    {
        get => _divisor;
        set => _divisor = RequirePositive(value, nameof(Divisor));
    }

    /// <summary>What the last rate is the first by, e, above 0; default 10000.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not a finite number above 0.</exception>
    public double FinalDivisor
    {
        get => _finalDivisor;
        set => _finalDivisor = RequirePositive(value, nameof(FinalDivisor));
    }

    /// <summary>Whether the rate goes down to the first one in as long as it went up, and to the last one only then; default false.</summary>
    public bool ThreePhase { get; set; }

    /// <inheritdoc/>
    internal override double Rate(double initial, in ScheduleTime time)
    {
        double first = _maximumRate / Divisor;
        return At(in time, first, _maximumRate, first, first / FinalDivisor);
    }

    /// <inheritdoc/>
    internal override double? Momentum(in ScheduleTime time) =>
        CycleMomentum ? At(in time, MaximumMomentum, BaseMomentum, MaximumMomentum, MaximumMomentum) : null;

    private static double RequirePositive(double value, string name) =>
        value > 0 && double.IsFinite(value) ? value : throw new ArgumentOutOfRangeException(name, value, $"{name} is a finite number above 0.");

    // From the first through the middle to the last; with three phases back to the second before the last.
    private double At(in ScheduleTime time, double first, double middle, double second, double last)
    {
        long length = Length(_totalSteps, in time);
        double now = Math.Min(time.In(Unit), length - 1);
        double top = (StartShare * length) - 1;
        if (now <= top)
        {
            return Between(first, middle, now / top);
        }

        if (!ThreePhase)
        {
            return Between(middle, last, (now - top) / (length - 1 - top));
        }

        double back = (2 * StartShare * length) - 2;
        return now <= back ? Between(middle, second, (now - top) / (back - top)) : Between(second, last, (now - back) / (length - 1 - back));
    }

    private double Between(double from, double to, double share) =>
        Linear ? from + ((to - from) * share) : to + ((from - to) * 0.5 * (1 + Math.Cos(Math.PI * share)));
}
