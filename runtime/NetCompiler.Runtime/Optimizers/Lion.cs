using System;

namespace NetCompiler.Training;

/// <summary>Steps of one length by the sign of a mean of gradients, found by a search over programs (Chen et al. 2023).</summary>
/// <group>optimizers</group>
/// <formula>w ← (1 - η λ) w; w ← w - η sign(β1 m + (1 - β1) g); m ← β2 m + (1 - β2) g</formula>
/// <pytorch>none; of the optimizers of PyTorch torch.optim.AdamW comes nearest, with some 3 to 10 times the rate and as much less decay</pytorch>
/// <keras>keras.optimizers.Lion(learning_rate=η, beta_1=β1, beta_2=β2, weight_decay=λ); its rate is 0.001</keras>
/// <param name="learningRate">The step size η, finite and 0 or more.</param>
/// <exception cref="ArgumentOutOfRangeException">The learning rate is negative or not finite.</exception>
/// <remarks><see cref="RuleOptimizer.WeightDecay"/> is 0 by default, and <see cref="WeightDecayForm.Decoupled"/>.</remarks>
public sealed class Lion(double learningRate = 1e-4) : RuleOptimizer(learningRate, 0, WeightDecayForm.Decoupled)
{
    private OptimizerBuffer? _mean;
    private LionUpdate[] _updates = [];
    private double _beta1 = 0.9;
    private double _beta2 = 0.99;

    /// <summary>The share β1 of the mean in a step, from 0, inclusive, to 1, exclusive; default 0.9.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is outside its range.</exception>
    public double Beta1
    {
        get => _beta1;
        set => _beta1 = RequireBeta(value, nameof(Beta1));
    }

    /// <summary>The decay β2 of the mean, from 0, inclusive, to 1, exclusive; default 0.99.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is outside its range.</exception>
    public double Beta2
    {
        get => _beta2;
        set => _beta2 = RequireBeta(value, nameof(Beta2));
    }

    /// <inheritdoc/>
    internal override void SetMomentum(double momentum) => Beta1 = momentum;

    private protected override void Prepare(int length, long step) => _mean ??= Allocate("exp_avg", length);

    private protected override void Fix(int group, int groups, in StepConstants step) =>
        Place(ref _updates, group, groups) = new LionUpdate(step.Decay, step.Keep, Beta1, Beta2, -step.Rate);

    private protected override void Choose<T, TUse>(Span<T> parameters, int start, int group, TUse use, scoped ref StepArguments arguments) =>
        use.Use(new LionRule<T>(parameters, _mean!.Part<T>(start, parameters.Length), in _updates[group]), ref arguments);
}
