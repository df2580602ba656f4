using System;

namespace NetCompiler;

/// <summary>
/// exp(x_i) / Σ_j exp(x_j) over the last extent: positive values with sum 1. <c>torch.nn.Softmax(dim=-1)</c>.
/// </summary>
/// <group>activations</group>
/// <formula>yᵢ = exp(xᵢ) / Σⱼ exp(xⱼ), over the last axis</formula>
/// <shape>[...] → [...]</shape>
/// <pytorch>torch.nn.Softmax(dim=-1)</pytorch>
/// <keras>keras.layers.Softmax</keras>
/// <sample>[Input(8)] [Softmax]</sample>
/// <remarks>
/// Do not put it before <see cref="SoftmaxCrossEntropyAttribute"/>, which takes logits and contains a softmax of its own.
/// </remarks>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class SoftmaxAttribute : LayerAttribute;
