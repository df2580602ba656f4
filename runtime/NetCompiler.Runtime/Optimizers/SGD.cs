using System;
using System.Numerics;

namespace NetCompiler.Training;

/// <summary>Stochastic gradient descent, with momentum or without.</summary>
/// <group>optimizers</group>
/// <formula>g ← g + λ w; v ← μ v + (1 - τ) g (at the first step v ← g); w ← w - η v, or with Nesterov w ← w - η (g + μ v). With the rate inside: v ← μ v + η (1 - τ) g; w ← w - v, or with Nesterov w ← w - (η g + μ v)</formula>
/// <pytorch>torch.optim.SGD(lr=η, momentum=μ, dampening=τ, weight_decay=λ, nesterov)</pytorch>
/// <keras>keras.optimizers.SGD(learning_rate=η, momentum=μ, nesterov); with momentum its rate is inside the velocity, RateInVelocity = true here</keras>
/// <param name="learningRate">The step size η, finite and 0 or more.</param>
/// <exception cref="ArgumentOutOfRangeException">The learning rate is negative or not finite.</exception>
public sealed class SGD(double learningRate) : RuleOptimizer(learningRate)
{
    private OptimizerBuffer? _velocity;
    private SGDUpdate[] _updates = [];
    private bool _first;
    private double _momentum;
    private double _dampening;

    /// <summary>The share μ of the previous velocity that is kept, 0 or more; 0, the default, keeps no velocity at all.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative or not finite.</exception>
    public double Momentum
    {
        get => _momentum;
        set => _momentum = RequireNotNegative(value, nameof(Momentum));
    }

    /// <summary>The share τ of the gradient that does not enter the velocity, 0 to 1; default 0. The first velocity is the whole gradient, as in PyTorch.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not from 0 to 1.</exception>
    public double Dampening
    {
        get => _dampening;
        set
        {
            if (!(value is >= 0 and <= 1))
            {
                throw new ArgumentOutOfRangeException(nameof(Dampening), value, "Dampening is a number from 0 to 1.");
            }

            _dampening = value;
        }
    }

    /// <summary>Whether the step looks ahead along the velocity (Nesterov 1983, in the form of Sutskever et al. 2013). Needs momentum and no dampening.</summary>
    public bool Nesterov { get; set; }

    /// <summary>
    /// Whether the velocity is a step, v ← μ v + η g and w ← w - v, as in Keras and in Sutskever et al. 2013, and not an average of gradients, as in PyTorch (default). The two are the same
    /// while η stays the same; where a schedule changes it, steps that were taken before keep their rate.
    /// </summary>
    public bool RateInVelocity { get; set; }

    /// <inheritdoc/>
    internal override void SetMomentum(double momentum) => Momentum = momentum;

    private protected override void Prepare(int length, long step)
    {
        if (Nesterov && (Momentum == 0 || Dampening != 0))
        {
            throw new ArgumentException($"SGD: Nesterov needs a Momentum above 0 and a Dampening of 0; they are {Momentum} and {Dampening}.");
        }

        // The velocity begins with the first step that has momentum, whichever step that is.
        _first = _velocity is null && Momentum != 0;
        if (_first)
        {
            _velocity = Allocate("momentum_buffer", length);
        }
    }

    private protected override void Fix(int group, int groups, in StepConstants step)
    {
        double share = _first ? 1 : 1 - Round(Dampening);
        Place(ref _updates, group, groups) = RateInVelocity && Momentum != 0
            ? new SGDUpdate(-1, Momentum, share * step.Rate, step.Decay, step.Keep)
            : new SGDUpdate(-step.Rate, Momentum, share, step.Decay, step.Keep);
    }

    private protected override void Choose<T, TUse>(Span<T> parameters, int start, int group, TUse use, scoped ref StepArguments arguments)
    {
        if (_updates[group].Keep == 1)
        {
            Choose<T, TUse, GradientDecay>(parameters, start, _updates[group], use, ref arguments);
        }
        else
        {
            Choose<T, TUse, ParameterDecay>(parameters, start, _updates[group], use, ref arguments);
        }
    }

    private void Choose<T, TUse, TDecay>(Span<T> parameters, int start, SGDUpdate update, TUse use, scoped ref StepArguments arguments)
        where T : unmanaged, IFloatingPointIeee754<T>
        where TUse : struct, IRuleUse<T>, allows ref struct
        where TDecay : struct, IRuleDecay
    {
        if (update.Momentum == 0)
        {
            use.Use(new PlainSGDRule<T, TDecay>(parameters, update), ref arguments);
            return;
        }

        Span<T> velocity = _velocity!.Part<T>(start, parameters.Length);
        if (Nesterov)
        {
            use.Use(new MomentumSGDRule<T, TDecay, On>(parameters, velocity, update), ref arguments);
        }
        else
        {
            use.Use(new MomentumSGDRule<T, TDecay, Off>(parameters, velocity, update), ref arguments);
        }
    }
}
