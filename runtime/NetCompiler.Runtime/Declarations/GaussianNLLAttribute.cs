using System;

namespace NetCompiler;

/// <summary>
/// A loss: the negative log-likelihood of the target under normal distributions whose means are the value and whose variances another value of the network (Nix and Weigend 1994). The target is
/// <see cref="float"/>, in the shape of the value. <c>torch.nn.GaussianNLLLoss</c>.
/// </summary>
/// <group>losses</group>
/// <formula>mean of ½ (log v + (y − t)² / v), v = max(variance, ε); with Full + ½ log 2π</formula>
/// <shape>[...], variance [...] or [..., 1], and target [...]</shape>
/// <pytorch>torch.nn.GaussianNLLLoss(full, eps, reduction)</pytorch>
/// <keras>none</keras>
/// <sample>[Input(8, Name = "x")] [Linear(3), Softplus(Name = "variance")] [From("x"), Linear(3)] [GaussianNLL("variance")]</sample>
/// <remarks>
/// The variance must be positive: let it come from a <see cref="SoftplusAttribute"/> or an exponential. Where it is below ε the loss takes ε, and, as in PyTorch, the gradient by the variance is that at ε. A variance of one
/// number in the last axis is that of all its elements. Of a sequence with lengths it is the mean over the steps of a sample that count, and over samples.
/// </remarks>
/// <param name="variance">The name of the value that holds the variances.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class GaussianNLLAttribute(string variance) : TargetLossAttribute
{
    /// <summary>The name of the value that holds the variances.</summary>
    public string Variance { get; } = variance;

    /// <summary>Whether the constant ½ log 2π is added; false unless given. PyTorch's <c>full</c>.</summary>
    public bool Full { get; init; }

    /// <summary>ε, above 0: the least variance; 1e-6 unless given. PyTorch's <c>eps</c>.</summary>
    public double Epsilon { get; init; } = 1e-6;
}
