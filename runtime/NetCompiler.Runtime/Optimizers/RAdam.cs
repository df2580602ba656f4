using System;

namespace NetCompiler.Training;

/// <summary>Adam that steps by the mean alone until its second moment has seen enough, and is rectified for what it has seen then (Liu et al. 2020).</summary>
/// <group>optimizers</group>
/// <formula>g ← g + λ w; m and v as in Adam; ρ∞ = 2 / (1 - β2) - 1; ρ = ρ∞ - 2 t β2^t / (1 - β2^t); if ρ &gt; 5: w ← w - η r m̂ √(1 - β2^t) / (√v + ε) with r = √((ρ - 4)(ρ - 2) ρ∞ / ((ρ∞ - 4)(ρ∞ - 2) ρ)), else w ← w - η m̂</formula>
/// <pytorch>torch.optim.RAdam(lr=η, betas=(β1, β2), eps=ε, weight_decay=λ)</pytorch>
/// <keras>none; keras.optimizers.Adam with a warm-up of the learning rate comes nearest</keras>
/// <param name="learningRate">The step size η, finite and 0 or more.</param>
/// <exception cref="ArgumentOutOfRangeException">The learning rate is negative or not finite.</exception>
public sealed class RAdam(double learningRate = 1e-3) : MomentOptimizer(learningRate)
{
    // With as little behind it, the variance of the rectified step is not finite.
    private const double LeastLength = 5;

    private OptimizerBuffer? _mean;
    private OptimizerBuffer? _square;
    private AdamUpdate[] _updates = [];

    private protected override void Prepare(int length, long step)
    {
        _mean ??= Allocate("exp_avg", length);
        _square ??= Allocate("exp_avg_sq", length);
    }

    private protected override void Fix(int group, int groups, in StepConstants step)
    {
        double correction = BiasCorrection.Of(Beta2, step.Number);
        double greatest = (2 / (1 - Beta2)) - 1;
        double length = greatest - (2 * step.Number * (1 - correction) / correction);
        double rate = -step.Rate / BiasCorrection.Of(Beta1, step.Number);
        Place(ref _updates, group, groups) = new AdamUpdate(step.Decay, step.Keep, Beta1, Beta2, rate, 0, 1);
        if (length > LeastLength)
        {
            double rectification = Math.Sqrt((length - 4) * (length - 2) * greatest / ((greatest - 4) * (greatest - 2) * length));
            _updates[group] = _updates[group] with { Rate = rate * rectification * Math.Sqrt(correction), RootScale = 1, Epsilon = Epsilon };
        }
    }

    private protected override void Choose<T, TUse>(Span<T> parameters, int start, int group, TUse use, scoped ref StepArguments arguments) =>
        use.Use(new AdamRule<T, AnyDecay, Off>(parameters, _mean!.Part<T>(start, parameters.Length), _square!.Part<T>(start, parameters.Length), [], in _updates[group]), ref arguments);
}
