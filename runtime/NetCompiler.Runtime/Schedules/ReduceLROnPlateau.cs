using System;

namespace NetCompiler.Training;

/// <summary>Lowers the learning rate when the loss of epochs has not fallen for some time: that of the validation where there is one, else that of the training.</summary>
/// <group>schedules</group>
/// <formula>after more than n epochs without a loss below (1 - θ) best, or below best - θ: η ← max(η f, ηmin), then c epochs that do not count</formula>
/// <pytorch>torch.optim.lr_scheduler.ReduceLROnPlateau(mode, factor=f, patience=n, threshold=θ, threshold_mode, cooldown=c, min_lr=ηmin, eps)</pytorch>
/// <keras>keras.callbacks.ReduceLROnPlateau(monitor="val_loss", factor=f, patience=n, min_delta=θ, cooldown=c, min_lr=ηmin); its threshold is absolute, and its patience one epoch shorter</keras>
/// <param name="factor">The factor f, 0 or more and below 1; default 0.1.</param>
/// <param name="patience">The epochs n that are waited for, 0 or more; default 10.</param>
/// <exception cref="ArgumentOutOfRangeException">A setting is out of its range.</exception>
public sealed class ReduceLROnPlateau(double factor = 0.1, int patience = 10) : Schedule
{
    private readonly double _factor = factor is >= 0 and < 1 ? factor : throw new ArgumentOutOfRangeException(nameof(factor), factor, "The factor is a number from 0, inclusive, to 1, exclusive.");
    private readonly int _patience = patience >= 0 ? patience : throw new ArgumentOutOfRangeException(nameof(patience), patience, "The patience is 0 epochs or more.");
    private double _threshold = 1e-4;
    private double _minimumRate;
    private double _epsilon = 1e-8;
    private int _cooldown;
    private bool _isFirst = true;

    /// <summary>Whether what is reported by hand is the better the greater it is, as an accuracy; default false.</summary>
    public bool Maximize { get; set; }

    /// <summary>By how much something must be better than the best to count, θ, finite and 0 or more; default 1e-4.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative or not finite.</exception>
    public double Threshold
    {
        get => _threshold;
        set => _threshold = RequireFinite(value, nameof(Threshold));
    }

    /// <summary>Whether <see cref="Threshold"/> is a difference, and not a share of the best; default false.</summary>
    public bool AbsoluteThreshold { get; set; }

    /// <summary>Epochs after a reduction that do not count, c, 0 or more; default 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public int Cooldown
    {
        get => _cooldown;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value, nameof(Cooldown));
            _cooldown = value;
        }
    }

    /// <summary>The least rate ηmin, finite and 0 or more; default 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative or not finite.</exception>
    public double MinimumRate
    {
        get => _minimumRate;
        set => _minimumRate = RequireFinite(value, nameof(MinimumRate));
    }

    /// <summary>A rate that would fall by no more than this stays; finite and 0 or more, default 1e-8.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative or not finite.</exception>
    public double Epsilon
    {
        get => _epsilon;
        set => _epsilon = RequireFinite(value, nameof(Epsilon));
    }

    /// <summary>How often the rate was reduced.</summary>
    public int Reductions { get; private set; }

    /// <summary>The best that was reported; NaN before the first report.</summary>
    public double Best { get; private set; } = double.NaN;

    /// <summary>Epochs since the best one that counted.</summary>
    public int BadEpochs { get; private set; }

    /// <summary>Epochs of the <see cref="Cooldown"/> that are left.</summary>
    public int CooldownLeft { get; private set; }

    /// <summary>Takes notice of an epoch, in training by hand; a trainer does it by itself.</summary>
    /// <param name="value">The loss, or with <see cref="Maximize"/> what is the better the greater.</param>
    public void Report(double value)
    {
        if (IsBetter(value))
        {
            Best = value;
            BadEpochs = 0;
            _isFirst = false;
        }
        else
        {
            BadEpochs++;
        }

        if (CooldownLeft > 0)
        {
            CooldownLeft--;
            BadEpochs = 0;
        }

        if (BadEpochs > _patience)
        {
            Reductions++;
            CooldownLeft = Cooldown;
            BadEpochs = 0;
        }
    }

    /// <inheritdoc/>
    internal override void RequireTrainer()
    {
        if (Maximize)
        {
            throw new ArgumentException("ReduceLROnPlateau: a trainer reports losses, which are the better the smaller they are. Set Maximize = false, or call Report by hand.");
        }
    }

    /// <inheritdoc/>
    internal override double Rate(double initial, in ScheduleTime time)
    {
        double rate = initial;
        for (int reduction = 0; reduction < Reductions; reduction++)
        {
            double lower = Math.Max(rate * _factor, MinimumRate);
            rate = rate - lower > Epsilon ? lower : rate;
        }

        return rate;
    }

    /// <inheritdoc/>
    internal override void EndEpoch(double loss) => Report(loss);

    // A NaN is never better.
    private bool IsBetter(double value)
    {
        if (_isFirst)
        {
            return !double.IsNaN(value);
        }

        double bar = AbsoluteThreshold
            ? Best + (Maximize ? Threshold : -Threshold)
            : Best * (1 + (Maximize ? Threshold : -Threshold));
        return Maximize ? value > bar : value < bar;
    }
}
