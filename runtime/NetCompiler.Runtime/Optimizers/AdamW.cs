using System;

namespace NetCompiler.Training;

/// <summary>
/// Adam with decoupled weight decay as PyTorch's <c>torch.optim.AdamW</c> (Loshchilov and Hutter 2019): w ← (1 - η λ) w, and then the step of
/// <see cref="Adam"/> without decay.
/// </summary>
/// <param name="learningRate">The step size η, finite and 0 or more.</param>
/// <exception cref="ArgumentOutOfRangeException">The learning rate is negative or not finite.</exception>
public sealed class AdamW(float learningRate = 1e-3f) : AdamBase(learningRate)
{
    private float _weightDecay = 0.01f;

    /// <summary>The decay λ, 0 or more; default 0.01, as in PyTorch. It falls on every parameter, biases too.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative or not finite.</exception>
    public float WeightDecay
    {
        get => _weightDecay;
        set => _weightDecay = RequireNotNegative(value, nameof(WeightDecay));
    }

    private protected override AdamUpdate Constants(long step) => new(this, 0, 1 - ((double)LearningRate * WeightDecay), step);
}
