using System;

namespace NetCompiler.Training;

/// <summary>
/// Adam as PyTorch's <c>torch.optim.Adam</c> (Kingma and Ba 2015): g ← g + λ w; m ← β1 m + (1 - β1) g; v ← β2 v + (1 - β2) g²;
/// w ← w - η m̂ / (√v̂ + ε) with m̂ = m / (1 - β1^t) and v̂ = v / (1 - β2^t).
/// </summary>
/// <param name="learningRate">The step size η, finite and 0 or more.</param>
/// <exception cref="ArgumentOutOfRangeException">The learning rate is negative or not finite.</exception>
public sealed class Adam(float learningRate = 1e-3f) : AdamBase(learningRate)
{
    private float _weightDecay;

    /// <summary>The factor λ of the parameters that is added to their gradient, 0 or more; default 0. See <see cref="AdamW"/> for decay apart from the gradient.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative or not finite.</exception>
    public float WeightDecay
    {
        get => _weightDecay;
        set => _weightDecay = RequireNotNegative(value, nameof(WeightDecay));
    }

    private protected override AdamUpdate Constants(long step) => new(this, WeightDecay, 1, step);
}
