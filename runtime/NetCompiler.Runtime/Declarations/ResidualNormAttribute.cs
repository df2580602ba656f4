using System;

namespace NetCompiler;

/// <summary>A loss: the p-norm of a sample's residual, not its power, mean over samples. The target is <see cref="float"/>, in the shape of the value.</summary>
/// <group>losses</group>
/// <formula>mean over samples of (Σ |y − t|^p)^(1/p); p = 1: Σ |y − t|; p = 2: √Σ (y − t)²; p = ∞: max |y − t|</formula>
/// <shape>[...] and target [...]</shape>
/// <pytorch>none; torch.linalg.vector_norm(y - t, p, dim=1).mean()</pytorch>
/// <keras>none</keras>
/// <sample>[Input(8)] [Linear(3)] [ResidualNorm(2)]</sample>
/// <remarks>
/// The norm is over all elements of a sample; of a sequence with lengths over those of its steps that count. Where the residual is 0 the gradient is 0, a subgradient and PyTorch's; of several elements
/// as large as the largest each has an equal part of the gradient for p = ∞. Powers are taken of what is divided by the largest element, so that they neither overflow nor vanish; for p = 2 squares are, as everywhere.
/// </remarks>
/// <param name="p">The order of the norm: at least 1, or <see cref="double.PositiveInfinity"/>.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class ResidualNormAttribute(double p) : TargetLossAttribute
{
    /// <summary>The order of the norm: at least 1, or <see cref="double.PositiveInfinity"/>.</summary>
    public double P { get; } = p;
}
