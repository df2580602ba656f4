using System;

namespace NetCompiler.Training;

/// <summary>Steps that shrink with all gradients so far, for each parameter by itself (Duchi, Hazan and Singer 2011).</summary>
/// <group>optimizers</group>
/// <formula>g ← g + λ w; s ← s + g²; w ← w - η / (1 + (t - 1) δ) · g / (√s + ε); as root mean square with √(s / t) in the place of √s</formula>
/// <pytorch>torch.optim.Adagrad(lr=η, lr_decay=δ, weight_decay=λ, initial_accumulator_value, eps=ε)</pytorch>
/// <keras>keras.optimizers.Adagrad(learning_rate=η, initial_accumulator_value, epsilon=ε); its sum begins with 0.1, its rate is 0.001, and its ε, 1e-7, stands under the root</keras>
/// <param name="learningRate">The step size η, finite and 0 or more.</param>
/// <exception cref="ArgumentOutOfRangeException">The learning rate is negative or not finite.</exception>
public sealed class Adagrad(double learningRate = 1e-2) : RuleOptimizer(learningRate)
{
    private OptimizerBuffer? _sum;
    private AdagradUpdate[] _updates = [];
    private double _learningRateDecay;
    private double _initialAccumulatorValue;
    private double _epsilon = 1e-10;

    /// <summary>The decay δ of the learning rate, η / (1 + (t - 1) δ), finite and 0 or more; default 0.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative or not finite.</exception>
    public double LearningRateDecay
    {
        get => _learningRateDecay;
        set => _learningRateDecay = RequireNotNegative(value, nameof(LearningRateDecay));
    }

    /// <summary>What the sums of squares begin with, finite and 0 or more; default 0. It counts at the first step.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative or not finite.</exception>
    public double InitialAccumulatorValue
    {
        get => _initialAccumulatorValue;
        set => _initialAccumulatorValue = RequireNotNegative(value, nameof(InitialAccumulatorValue));
    }

    /// <summary>The number ε that is added to the root, 0 or more; default 1e-10.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative or not finite.</exception>
    public double Epsilon
    {
        get => _epsilon;
        set => _epsilon = RequireNotNegative(value, nameof(Epsilon));
    }

    /// <summary>
    /// Whether the mean of the squares so far divides, √(s / t), and not their sum; default false. Steps then do not shrink with the number of steps: what PyTorch has only with a decaying
    /// mean, as <see cref="RMSprop"/>.
    /// </summary>
    public bool RootMeanSquare { get; set; }

    private protected override void Prepare(int length, long step) => _sum ??= Allocate("sum", length, InitialAccumulatorValue);

    private protected override void Fix(int group, int groups, in StepConstants step) => Place(ref _updates, group, groups) = new AdagradUpdate(
        step.Decay,
        step.Keep,
        -step.Rate / (1 + ((step.Number - 1) * LearningRateDecay)),
        RootMeanSquare ? 1 / Math.Sqrt(step.Number) : 1,
        Epsilon);

    private protected override void Choose<T, TUse>(Span<T> parameters, int start, int group, TUse use, scoped ref StepArguments arguments) =>
        use.Use(new AdagradRule<T>(parameters, _sum!.Part<T>(start, parameters.Length), in _updates[group]), ref arguments);
}
