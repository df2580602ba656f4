using System;

namespace NetCompiler.Training;

/// <summary>What <see cref="Adam"/> and <see cref="AdamW"/> have in common: two moments and their bias correction (Kingma and Ba 2015).</summary>
public abstract class AdamBase : Optimizer
{
    private AlignedBuffer<float>? _mean;
    private AlignedBuffer<float>? _square;
    private AdamUpdate _update;
    private double _beta1 = 0.9;
    private double _beta2 = 0.999;
    private double _epsilon = 1e-8;

    private protected AdamBase(float learningRate)
        : base(learningRate)
    {
    }

    /// <summary>The decay β1 of the mean of the gradients, from 0, inclusive, to 1, exclusive; default 0.9. A double, as 1 - β would lose digits in float.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is outside its range.</exception>
    public double Beta1
    {
        get => _beta1;
        set => _beta1 = RequireBeta(value, nameof(Beta1));
    }

    /// <summary>The decay β2 of the mean of the squared gradients, from 0, inclusive, to 1, exclusive; default 0.999.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is outside its range.</exception>
    public double Beta2
    {
        get => _beta2;
        set => _beta2 = RequireBeta(value, nameof(Beta2));
    }

    /// <summary>The number ε that is added to the root of the second moment, 0 or more; default 1e-8.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative or not finite.</exception>
    public double Epsilon
    {
        get => _epsilon;
        set => _epsilon = RequireNotNegative(value, nameof(Epsilon));
    }

    /// <inheritdoc/>
    protected override void Begin(int length, long step)
    {
        _mean ??= new AlignedBuffer<float>(length);
        _square ??= new AlignedBuffer<float>(length);
        _update = Constants(step);
    }

    /// <inheritdoc/>
    internal override bool CanFuse => true;

    /// <inheritdoc/>
    internal override void Fuse<TPass>(Span<float> parameters, TPass pass, scoped ref StepArguments arguments)
    {
        if (_update.Decay != 0)
        {
            Fuse<TPass, GradientDecay>(parameters, pass, ref arguments);
        }
        else if (_update.Keep != 1)
        {
            Fuse<TPass, ParameterDecay>(parameters, pass, ref arguments);
        }
        else
        {
            Fuse<TPass, NoDecay>(parameters, pass, ref arguments);
        }
    }

    /// <inheritdoc/>
    protected override void UpdatePart(Span<float> parameters, ReadOnlySpan<float> gradients, int start)
    {
        if (_update.Decay != 0)
        {
            FlatPass.Run(gradients, Updater<GradientDecay>(parameters, start));
        }
        else if (_update.Keep != 1)
        {
            FlatPass.Run(gradients, Updater<ParameterDecay>(parameters, start));
        }
        else
        {
            FlatPass.Run(gradients, Updater<NoDecay>(parameters, start));
        }
    }

    private protected abstract AdamUpdate Constants(long step);

    private void Fuse<TPass, TDecay>(Span<float> parameters, TPass pass, scoped ref StepArguments arguments)
        where TPass : struct, IGradientPass
        where TDecay : struct, IAdamDecay
    {
        AdamUpdater<TDecay> updater = Updater<TDecay>(parameters, 0);
        pass.Run(ref arguments, ref updater);
    }

    private AdamUpdater<TDecay> Updater<TDecay>(Span<float> parameters, int start)
        where TDecay : struct, IAdamDecay =>
        new(parameters, _mean!.Span.Slice(start, parameters.Length), _square!.Span.Slice(start, parameters.Length), _update);

    private static double RequireBeta(double value, string name)
    {
        if (!(value is >= 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(name, value, $"{name} is a number from 0, inclusive, to 1, exclusive.");
        }

        return value;
    }
}
