using System;

namespace NetCompiler;

/// <summary>
/// x where it is positive, else α (exp(x) - 1), elementwise; the derivative at 0 is α. NaN stays NaN. <c>torch.nn.ELU</c>; Clevert et al. 2016,
/// arXiv:1511.07289.
/// </summary>
/// <group>activations</group>
/// <formula>y = x for x &gt; 0, else α (exp(x) − 1)</formula>
/// <shape>[...] → [...]</shape>
/// <pytorch>torch.nn.ELU</pytorch>
/// <keras>keras.layers.ELU</keras>
/// <sample>[Input(8)] [ELU]</sample>
/// <param name="alpha">Minus the limit for large negative x, a finite number; 1 unless given.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class ELUAttribute(double alpha = 1.0) : LayerAttribute
{
    /// <summary>Minus the limit for large negative x, a finite number.</summary>
    public double Alpha { get; } = alpha;
}
