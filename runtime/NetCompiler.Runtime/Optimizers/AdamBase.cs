using System;
using System.Numerics;

namespace NetCompiler.Training;

/// <summary>What <see cref="Adam"/> and <see cref="AdamW"/> have in common: two moments and their bias correction (Kingma and Ba 2015).</summary>
public abstract class AdamBase : RuleOptimizer
{
    private OptimizerBuffer? _mean;
    private OptimizerBuffer? _square;
    private OptimizerBuffer? _maximum;
    private AdamUpdate _update;
    private double _beta1 = 0.9;
    private double _beta2 = 0.999;
    private double _epsilon = 1e-8;

    private protected AdamBase(double learningRate)
        : base(learningRate)
    {
    }

    /// <summary>The decay β1 of the mean of the gradients, from 0, inclusive, to 1, exclusive; default 0.9.</summary>
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

    /// <summary>Whether the greatest second moment so far divides, so that the step of a parameter cannot grow again (Reddi, Kale and Kumar 2018); default false.</summary>
    public bool AMSGrad { get; set; }

    private protected override void Begin(int length, in StepConstants step)
    {
        _mean ??= Allocate("exp_avg", length);
        _square ??= Allocate("exp_avg_sq", length);
        if (AMSGrad)
        {
            _maximum ??= Allocate("max_exp_avg_sq", length);
        }

        _update = new AdamUpdate(this, in step);
    }

    private protected override void Choose<T, TUse>(Span<T> parameters, int start, TUse use, scoped ref StepArguments arguments)
    {
        if (AMSGrad)
        {
            use.Use(Rule<T, AnyDecay, On>(parameters, start), ref arguments);
        }
        else if (_update.Decay != 0)
        {
            use.Use(Rule<T, GradientDecay, Off>(parameters, start), ref arguments);
        }
        else if (_update.Keep != 1)
        {
            use.Use(Rule<T, ParameterDecay, Off>(parameters, start), ref arguments);
        }
        else
        {
            use.Use(Rule<T, NoDecay, Off>(parameters, start), ref arguments);
        }
    }

    private AdamRule<T, TDecay, TMaximum> Rule<T, TDecay, TMaximum>(Span<T> parameters, int start)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TDecay : struct, IRuleDecay
        where TMaximum : struct, IRuleSwitch =>
        new(
            parameters,
            _mean!.Elements<T>().Slice(start, parameters.Length),
            _square!.Elements<T>().Slice(start, parameters.Length),
            TMaximum.IsOn ? _maximum!.Elements<T>().Slice(start, parameters.Length) : [],
            in _update);
}
