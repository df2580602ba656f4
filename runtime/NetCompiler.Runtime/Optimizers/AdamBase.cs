using System;
using System.Numerics;

namespace NetCompiler.Training;

/// <summary>What <see cref="Adam"/> and <see cref="AdamW"/> have in common: two moments and their bias correction (Kingma and Ba 2015).</summary>
public abstract class AdamBase : MomentOptimizer
{
    private OptimizerBuffer? _mean;
    private OptimizerBuffer? _square;
    private OptimizerBuffer? _maximum;
    private AdamUpdate[] _updates = [];

    private protected AdamBase(double learningRate, double weightDecay = 0, WeightDecayForm form = WeightDecayForm.Coupled)
        : base(learningRate, 1e-8, weightDecay, form)
    {
    }

    /// <summary>Whether the greatest second moment so far divides, so that the step of a parameter cannot grow again (Reddi, Kale and Kumar 2018); default false.</summary>
    public bool AMSGrad { get; set; }

    private protected override void Prepare(int length, long step)
    {
        _mean ??= Allocate("exp_avg", length);
        _square ??= Allocate("exp_avg_sq", length);
        if (AMSGrad)
        {
            _maximum ??= Allocate("max_exp_avg_sq", length);
        }
    }

    private protected override void Fix(int group, int groups, in StepConstants step) =>
        Place(ref _updates, group, groups) = AdamUpdate.OfAdam(this, in step);

    private protected override void Choose<T, TUse>(Span<T> parameters, int start, int group, TUse use, scoped ref StepArguments arguments)
    {
        ref readonly AdamUpdate update = ref _updates[group];
        if (AMSGrad)
        {
            use.Use(Rule<T, AnyDecay, On>(parameters, start, in update), ref arguments);
        }
        else if (update.Decay != 0)
        {
            use.Use(Rule<T, GradientDecay, Off>(parameters, start, in update), ref arguments);
        }
        else if (update.Keep != 1)
        {
            use.Use(Rule<T, ParameterDecay, Off>(parameters, start, in update), ref arguments);
        }
        else
        {
            use.Use(Rule<T, NoDecay, Off>(parameters, start, in update), ref arguments);
        }
    }

    private AdamRule<T, TDecay, TMaximum> Rule<T, TDecay, TMaximum>(Span<T> parameters, int start, scoped in AdamUpdate update)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TDecay : struct, IRuleDecay
        where TMaximum : struct, IRuleSwitch =>
        new(
            parameters,
            _mean!.Part<T>(start, parameters.Length),
            _square!.Part<T>(start, parameters.Length),
            TMaximum.IsOn ? _maximum!.Part<T>(start, parameters.Length) : [],
            in update);
}
