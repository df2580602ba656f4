using System;

namespace NetCompiler.Training;

/// <summary>Steps as long as the steps of late, by the root mean square of the gradients of late (Zeiler 2012).</summary>
/// <group>optimizers</group>
/// <formula>g ← g + λ w; v ← ρ v + (1 - ρ) g²; Δ = √(u + ε) / √(v + ε) · g; u ← ρ u + (1 - ρ) Δ²; w ← w - η Δ</formula>
/// <pytorch>torch.optim.Adadelta(lr=η, rho=ρ, eps=ε, weight_decay=λ)</pytorch>
/// <keras>keras.optimizers.Adadelta(learning_rate=η, rho=ρ, epsilon=ε); its rate is 0.001, its ρ 0.95 and its ε 1e-7</keras>
/// <param name="learningRate">The step size η, finite and 0 or more.</param>
/// <exception cref="ArgumentOutOfRangeException">The learning rate is negative or not finite.</exception>
public sealed class Adadelta(double learningRate = 1.0) : RuleOptimizer(learningRate)
{
    private OptimizerBuffer? _square;
    private OptimizerBuffer? _delta;
    private AdadeltaUpdate[] _updates = [];
    private double _rho = 0.9;
    private double _epsilon = 1e-6;

    /// <summary>The decay ρ of the means, from 0, inclusive, to 1, exclusive; default 0.9.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is outside its range.</exception>
    public double Rho
    {
        get => _rho;
        set => _rho = RequireBeta(value, nameof(Rho));
    }

    /// <summary>The number ε that is added under both roots, 0 or more; default 1e-6. Above 0, or steps stay 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative or not finite.</exception>
    public double Epsilon
    {
        get => _epsilon;
        set => _epsilon = RequireNotNegative(value, nameof(Epsilon));
    }

    private protected override void Prepare(int length, long step)
    {
        _square ??= Allocate("square_avg", length);
        _delta ??= Allocate("acc_delta", length);
    }

    private protected override void Fix(int group, int groups, in StepConstants step) =>
        Place(ref _updates, group, groups) = new AdadeltaUpdate(step.Decay, step.Keep, -step.Rate, Rho, Epsilon);

    private protected override void Choose<T, TUse>(Span<T> parameters, int start, int group, TUse use, scoped ref StepArguments arguments) =>
        use.Use(new AdadeltaRule<T>(parameters, _square!.Part<T>(start, parameters.Length), _delta!.Part<T>(start, parameters.Length), in _updates[group]), ref arguments);
}
