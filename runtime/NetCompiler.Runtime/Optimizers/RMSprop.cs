using System;
using System.Numerics;

namespace NetCompiler.Training;

/// <summary>Steps by the root mean square of the gradients of late (Hinton 2012, lecture 6e), centred on their mean or not (Graves 2013), with momentum or not.</summary>
/// <group>optimizers</group>
/// <formula>g ← g + λ w; v ← α v + (1 - α) g²; d ← √v + ε, or centred m ← α m + (1 - α) g and d ← √(v - m²) + ε; w ← w - η g / d, or with momentum b ← μ b + g / d; w ← w - η b</formula>
/// <pytorch>torch.optim.RMSprop(lr=η, alpha=α, eps=ε, weight_decay=λ, momentum=μ, centered)</pytorch>
/// <keras>keras.optimizers.RMSprop(learning_rate=η, rho=α, momentum=μ, epsilon=ε, centered); its ρ is 0.9, its rate 0.001, its ε 1e-7 under the root, and the rate is inside its velocity</keras>
/// <param name="learningRate">The step size η, finite and 0 or more.</param>
/// <exception cref="ArgumentOutOfRangeException">The learning rate is negative or not finite.</exception>
public sealed class RMSprop(double learningRate = 1e-2) : RuleOptimizer(learningRate)
{
    private OptimizerBuffer? _square;
    private OptimizerBuffer? _mean;
    private OptimizerBuffer? _velocity;
    private RMSpropUpdate[] _updates = [];
    private double _alpha = 0.99;
    private double _momentum;
    private double _epsilon = 1e-8;

    /// <summary>The decay α of the means, from 0, inclusive, to 1, exclusive; default 0.99.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is outside its range.</exception>
    public double Alpha
    {
        get => _alpha;
        set => _alpha = RequireBeta(value, nameof(Alpha));
    }

    /// <summary>The share μ of the previous velocity that is kept, 0 or more; 0, the default, keeps no velocity at all.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative or not finite.</exception>
    public double Momentum
    {
        get => _momentum;
        set => _momentum = RequireNotNegative(value, nameof(Momentum));
    }

    /// <summary>The number ε that is added to the root, 0 or more; default 1e-8.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative or not finite.</exception>
    public double Epsilon
    {
        get => _epsilon;
        set => _epsilon = RequireNotNegative(value, nameof(Epsilon));
    }

    /// <summary>Whether the gradients' variance divides, and not the mean of their squares; default false.</summary>
    public bool Centered { get; set; }

    /// <inheritdoc/>
    internal override void SetMomentum(double momentum) => Momentum = momentum;

    private protected override void Prepare(int length, long step)
    {
        _square ??= Allocate("square_avg", length);
        if (Momentum != 0)
        {
            _velocity ??= Allocate("momentum_buffer", length);
        }

        if (Centered)
        {
            _mean ??= Allocate("grad_avg", length);
        }
    }

    private protected override void Fix(int group, int groups, in StepConstants step) =>
        Place(ref _updates, group, groups) = new RMSpropUpdate(step.Decay, step.Keep, -step.Rate, Alpha, Momentum, Epsilon);

    private protected override void Choose<T, TUse>(Span<T> parameters, int start, int group, TUse use, scoped ref StepArguments arguments)
    {
        switch (Centered, Momentum != 0)
        {
            case (false, false):
                use.Use(Rule<T, Off, Off>(parameters, start, group), ref arguments);
                break;
            case (false, true):
                use.Use(Rule<T, Off, On>(parameters, start, group), ref arguments);
                break;
            case (true, false):
                use.Use(Rule<T, On, Off>(parameters, start, group), ref arguments);
                break;
            default:
                use.Use(Rule<T, On, On>(parameters, start, group), ref arguments);
                break;
        }
    }

    private RMSpropRule<T, TCentered, TMomentum> Rule<T, TCentered, TMomentum>(Span<T> parameters, int start, int group)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TCentered : struct, IRuleSwitch
        where TMomentum : struct, IRuleSwitch =>
        new(
            parameters,
            _square!.Part<T>(start, parameters.Length),
            TCentered.IsOn ? _mean!.Part<T>(start, parameters.Length) : [],
            TMomentum.IsOn ? _velocity!.Part<T>(start, parameters.Length) : [],
            in _updates[group]);
}
