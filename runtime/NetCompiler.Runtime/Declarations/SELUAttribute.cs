using System;

namespace NetCompiler;

/// <summary>
/// λ x where x is positive, else λ α (exp(x) - 1), elementwise, with the two constants that keep mean 0 and variance 1 from layer to layer. NaN stays NaN.
/// <c>torch.nn.SELU</c>; Klambauer et al. 2017, arXiv:1706.02515.
/// </summary>
/// <group>activations</group>
/// <formula>y = λ x for x &gt; 0, else λ α (exp(x) - 1); λ = 1.0507009873554805, α = 1.6732632423543772</formula>
/// <shape>[...] → [...]</shape>
/// <pytorch>torch.nn.SELU</pytorch>
/// <keras>keras.activations.selu</keras>
/// <sample>[Input(8)] [SELU]</sample>
/// <remarks>
/// Initialise the layers before it with a variance of 1 / inputs, and drop with <see cref="AlphaDropoutAttribute"/>, which keeps mean and variance.
/// </remarks>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class SELUAttribute : LayerAttribute;
