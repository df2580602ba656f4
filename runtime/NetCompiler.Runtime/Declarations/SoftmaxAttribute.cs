using System;

namespace NetCompiler;

/// <summary>
/// exp(x_i) / Σ_j exp(x_j) over an extent, the last unless given: positive values with sum 1. <c>torch.nn.Softmax(dim)</c>.
/// </summary>
/// <group>activations</group>
/// <formula>yᵢ = exp(xᵢ) / Σⱼ exp(xⱼ), over the axis</formula>
/// <shape>[...] → [...]</shape>
/// <pytorch>torch.nn.Softmax(dim=-1)</pytorch>
/// <keras>keras.layers.Softmax</keras>
/// <sample>[Input(8)] [Softmax]</sample>
/// <remarks>
/// Do not put it before <see cref="SoftmaxCrossEntropyAttribute"/>, which takes logits and contains a softmax of its own.
/// </remarks>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class SoftmaxAttribute : LayerAttribute
{
    /// <summary>
    /// Over which extent of a sample, the batch not counted: -1, the last, unless given; 0 is the channels of [c, h, w]. Of a sequence only the features.
    /// </summary>
    public int Axis { get; init; } = -1;
}
