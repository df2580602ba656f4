using System;

namespace NetCompiler.Training;

/// <summary>What the optimizers have in common that divide a decaying mean of gradients by a decaying size of gradients, as <see cref="Adam"/> does.</summary>
public abstract class MomentOptimizer : RuleOptimizer
{
    private double _beta1 = 0.9;
    private double _beta2 = 0.999;
    private double _epsilon;

    private protected MomentOptimizer(double learningRate, double epsilon = 1e-8, double weightDecay = 0, WeightDecayForm form = WeightDecayForm.Coupled)
        : base(learningRate, weightDecay, form)
    {
        Epsilon = epsilon;
    }

    /// <summary>The decay β1 of the mean of the gradients, from 0, inclusive, to 1, exclusive; default 0.9.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is outside its range.</exception>
    public double Beta1
    {
        get => _beta1;
        set => _beta1 = RequireBeta(value, nameof(Beta1));
    }

    /// <summary>The decay β2 of the size of the gradients, from 0, inclusive, to 1, exclusive; default 0.999.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is outside its range.</exception>
    public double Beta2
    {
        get => _beta2;
        set => _beta2 = RequireBeta(value, nameof(Beta2));
    }

    /// <summary>The number ε that keeps the divisor from zero, 0 or more; default 1e-8, 1e-6 in <see cref="Lamb"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative or not finite.</exception>
    public double Epsilon
    {
        get => _epsilon;
        set => _epsilon = RequireNotNegative(value, nameof(Epsilon));
    }

    /// <inheritdoc/>
    internal sealed override void SetMomentum(double momentum) => Beta1 = momentum;
}
