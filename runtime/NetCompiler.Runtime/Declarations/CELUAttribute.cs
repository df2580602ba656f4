using System;

namespace NetCompiler;

/// <summary>
/// x where it is positive, else α (exp(x / α) - 1), elementwise: an ELU with a continuous derivative for every α. NaN stays NaN.
/// <c>torch.nn.CELU</c>; Barron 2017, arXiv:1704.07483.
/// </summary>
/// <group>activations</group>
/// <formula>y = x for x &gt; 0, else α (exp(x / α) - 1)</formula>
/// <shape>[...] → [...]</shape>
/// <pytorch>torch.nn.CELU</pytorch>
/// <keras>keras.activations.celu</keras>
/// <sample>[Input(8)] [CELU(0.5)]</sample>
/// <param name="alpha">Minus the limit for large negative x, above 0; 1 unless given.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class CELUAttribute(double alpha = 1.0) : LayerAttribute
{
    /// <summary>Minus the limit for large negative x, from 1e-6 to 1e6.</summary>
    public double Alpha { get; } = alpha;
}
