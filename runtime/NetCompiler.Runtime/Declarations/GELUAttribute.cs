using System;

namespace NetCompiler;

/// <summary>
/// x Φ(x), elementwise, where Φ is the normal distribution's cumulative function: x (1 + erf(x / √2)) / 2. NaN stays NaN. <c>torch.nn.GELU</c>; Hendrycks and Gimpel 2016,
/// arXiv:1606.08415.
/// </summary>
/// <group>activations</group>
/// <formula>y = x · (1 + erf(x / √2)) / 2; approximated x · (1 + tanh(√(2/π) (x + 0.044715 x³))) / 2</formula>
/// <shape>[...] → [...]</shape>
/// <pytorch>torch.nn.GELU</pytorch>
/// <keras>keras.activations.gelu(approximate=False)</keras>
/// <sample>[Input(8)] [GELU]</sample>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class GELUAttribute : LayerAttribute
{
    /// <summary>Whether Φ is exact, as it is unless given, or approximated. PyTorch's <c>approximate</c>.</summary>
    public GELUApproximation Approximate { get; init; }
}
