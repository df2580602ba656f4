using System;

namespace NetCompiler.Training;

/// <summary>
/// Stochastic gradient descent as PyTorch's <c>torch.optim.SGD</c>: with weight decay λ, momentum μ and dampening τ,
/// g ← g + λ w; v ← μ v + (1 - τ) g (at the first step v ← g); w ← w - η v, or with Nesterov w ← w - η (g + μ v).
/// </summary>
/// <param name="learningRate">The step size η, finite and 0 or more.</param>
/// <exception cref="ArgumentOutOfRangeException">The learning rate is negative or not finite.</exception>
public sealed class SGD(float learningRate) : Optimizer(learningRate)
{
    private AlignedBuffer<float>? _velocity;
    private SGDUpdate _update;
    private float _momentum;
    private float _dampening;
    private float _weightDecay;

    /// <summary>The share μ of the previous velocity that is kept, 0 or more; 0, the default, keeps no velocity at all.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative or not finite.</exception>
    public float Momentum
    {
        get => _momentum;
        set => _momentum = RequireNotNegative(value, nameof(Momentum));
    }

    /// <summary>The share τ of the gradient that does not enter the velocity, 0 to 1; default 0. The first velocity is the whole gradient, as in PyTorch.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not from 0 to 1.</exception>
    public float Dampening
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

    /// <summary>The factor λ of the parameters that is added to their gradient (an L2 penalty of λ/2 |w|²), 0 or more; default 0. It falls on every parameter, biases too.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative or not finite.</exception>
    public float WeightDecay
    {
        get => _weightDecay;
        set => _weightDecay = RequireNotNegative(value, nameof(WeightDecay));
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException"><see cref="Nesterov"/> is set without momentum or with dampening.</exception>
    protected override void Begin(int length, long step)
    {
        if (Nesterov && (Momentum == 0 || Dampening != 0))
        {
            throw new ArgumentException($"SGD: Nesterov needs a Momentum above 0 and a Dampening of 0; they are {Momentum} and {Dampening}.");
        }

        // The velocity begins with the first step that has momentum, whichever step that is.
        bool first = _velocity is null && Momentum != 0;
        if (first)
        {
            _velocity = new AlignedBuffer<float>(length);
        }

        _update = new SGDUpdate(-LearningRate, Momentum, first ? 1f : 1f - Dampening, WeightDecay);
    }

    /// <inheritdoc/>
    internal override bool CanFuse => true;

    /// <inheritdoc/>
    internal override void Fuse<TPass>(Span<float> parameters, TPass pass, scoped ref StepArguments arguments)
    {
        if (Momentum == 0)
        {
            var updater = new PlainSGDUpdater(parameters, _update);
            pass.Run(ref arguments, ref updater);
        }
        else if (Nesterov)
        {
            var updater = new NesterovSGDUpdater(parameters, _velocity!.Span, _update);
            pass.Run(ref arguments, ref updater);
        }
        else
        {
            var updater = new MomentumSGDUpdater(parameters, _velocity!.Span, _update);
            pass.Run(ref arguments, ref updater);
        }
    }

    /// <inheritdoc/>
    protected override void UpdatePart(Span<float> parameters, ReadOnlySpan<float> gradients, int start)
    {
        if (Momentum == 0)
        {
            FlatPass.Run(gradients, new PlainSGDUpdater(parameters, _update));
        }
        else if (Nesterov)
        {
            FlatPass.Run(gradients, new NesterovSGDUpdater(parameters, _velocity!.Span.Slice(start, parameters.Length), _update));
        }
        else
        {
            FlatPass.Run(gradients, new MomentumSGDUpdater(parameters, _velocity!.Span.Slice(start, parameters.Length), _update));
        }
    }
}

/// <summary>What is constant in one step of <see cref="SGD"/>.</summary>
/// <param name="Rate">The negative step size.</param>
/// <param name="Momentum">μ.</param>
/// <param name="Share">How much of the gradient enters the velocity.</param>
/// <param name="Decay">λ.</param>
internal readonly record struct SGDUpdate(float Rate, float Momentum, float Share, float Decay);
