using System;

namespace NetCompiler.Training;

/// <summary>Adam with the greatest gradient of late in the place of the second moment (Kingma and Ba 2015, section 7).</summary>
/// <group>optimizers</group>
/// <formula>g ← g + λ w; m ← β1 m + (1 - β1) g; u ← max(β2 u, |g| + ε); w ← w - η / (1 - β1^t) · m / u</formula>
/// <pytorch>torch.optim.Adamax(lr=η, betas=(β1, β2), eps=ε, weight_decay=λ)</pytorch>
/// <keras>keras.optimizers.Adamax(learning_rate=η, beta_1=β1, beta_2=β2, epsilon=ε); its rate is 0.001, and its ε, 1e-7, is added to u in the step</keras>
/// <param name="learningRate">The step size η, finite and 0 or more.</param>
/// <exception cref="ArgumentOutOfRangeException">The learning rate is negative or not finite.</exception>
public sealed class Adamax(double learningRate = 2e-3) : MomentOptimizer(learningRate)
{
    private OptimizerBuffer? _mean;
    private OptimizerBuffer? _greatest;
    private AdamaxUpdate[] _updates = [];

    private protected override void Prepare(int length, long step)
    {
        _mean ??= Allocate("exp_avg", length);
        _greatest ??= Allocate("exp_inf", length);
    }

    private protected override void Fix(int group, int groups, in StepConstants step) =>
        Place(ref _updates, group, groups) = new AdamaxUpdate(step.Decay, step.Keep, Beta1, Beta2, -step.Rate / BiasCorrection.Of(Beta1, step.Number), Epsilon);

    private protected override void Choose<T, TUse>(Span<T> parameters, int start, int group, TUse use, scoped ref StepArguments arguments) =>
        use.Use(new AdamaxRule<T>(parameters, _mean!.Part<T>(start, parameters.Length), _greatest!.Part<T>(start, parameters.Length), in _updates[group]), ref arguments);
}
