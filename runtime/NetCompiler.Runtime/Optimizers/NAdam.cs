using System;
using System.Collections.Generic;

namespace NetCompiler.Training;

/// <summary>Adam with Nesterov's momentum, which grows with the steps (Dozat 2016).</summary>
/// <group>optimizers</group>
/// <formula>g ← g + λ w; μₜ = β1 (1 - ½ 0.96^(t ψ)); m ← β1 m + (1 - β1) g; v ← β2 v + (1 - β2) g²; w ← w - η ((1 - μₜ) / (1 - Πμ) g + μₜ₊₁ / (1 - Πμ μₜ₊₁) m) / (√v̂ + ε) with v̂ = v / (1 - β2^t) and Πμ = μ₁ … μₜ</formula>
/// <pytorch>torch.optim.NAdam(lr=η, betas=(β1, β2), eps=ε, weight_decay=λ, momentum_decay=ψ), from version 2.0 on; 1.13 has one factor of the product twice</pytorch>
/// <keras>keras.optimizers.Nadam(learning_rate=η, beta_1=β1, beta_2=β2, epsilon=ε); its rate is 0.001, its ε 1e-7, and its ψ 1</keras>
/// <param name="learningRate">The step size η, finite and 0 or more.</param>
/// <exception cref="ArgumentOutOfRangeException">The learning rate is negative or not finite.</exception>
public sealed class NAdam(double learningRate = 2e-3) : MomentOptimizer(learningRate)
{
    private OptimizerBuffer? _mean;
    private OptimizerBuffer? _square;
    private NAdamUpdate[] _updates = [];
    private double _momentumDecay = 4e-3;
    private double _product = 1;

    /// <summary>How fast the momentum grows with the steps, ψ, finite and 0 or more; default 0.004.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative or not finite.</exception>
    public double MomentumDecay
    {
        get => _momentumDecay;
        set => _momentumDecay = RequireNotNegative(value, nameof(MomentumDecay));
    }

    /// <inheritdoc/>
    public override IReadOnlyList<KeyValuePair<string, double>> Scalars => [new("mu_product", _product)];

    private protected override void Prepare(int length, long step)
    {
        _mean ??= Allocate("exp_avg", length);
        _square ??= Allocate("exp_avg_sq", length);
        _product *= Momentum(step);
    }

    private protected override void Fix(int group, int groups, in StepConstants step)
    {
        double next = Momentum(step.Number + 1);
        Place(ref _updates, group, groups) = new NAdamUpdate(
            step.Decay,
            step.Keep,
            Beta1,
            Beta2,
            -step.Rate * (1 - Momentum(step.Number)) / (1 - _product),
            -step.Rate * next / (1 - (_product * next)),
            1 / Math.Sqrt(BiasCorrection.Of(Beta2, step.Number)),
            Epsilon);
    }

    // μ of a step.
    private double Momentum(long step) => Beta1 * (1 - (0.5 * Math.Pow(0.96, step * MomentumDecay)));

    private protected override void Choose<T, TUse>(Span<T> parameters, int start, int group, TUse use, scoped ref StepArguments arguments) =>
        use.Use(new NAdamRule<T>(parameters, _mean!.Part<T>(start, parameters.Length), _square!.Part<T>(start, parameters.Length), in _updates[group]), ref arguments);
}
