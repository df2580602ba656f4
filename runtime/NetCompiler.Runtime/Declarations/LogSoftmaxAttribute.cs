using System;

namespace NetCompiler;

/// <summary>
/// The logarithm of a softmax over an axis, shifted by the maximum so that nothing overflows and no logarithm meets 0.
/// <c>torch.nn.LogSoftmax(dim)</c>.
/// </summary>
/// <group>activations</group>
/// <formula>yᵢ = xᵢ - log Σⱼ exp(xⱼ), over the axis</formula>
/// <shape>[...] → [...]</shape>
/// <pytorch>torch.nn.LogSoftmax(dim=-1)</pytorch>
/// <keras>keras.activations.log_softmax</keras>
/// <sample>[Input(8)] [LogSoftmax]</sample>
/// <remarks>
/// Do not put it before <see cref="SoftmaxCrossEntropyAttribute"/>, which takes logits.
/// </remarks>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class LogSoftmaxAttribute : LayerAttribute
{
    /// <summary>
    /// Over which extent of a sample, the batch not counted: -1, the last, unless given; 0 is the channels of [c, h, w]. Of a sequence only the features.
    /// </summary>
    public int Axis { get; init; } = -1;
}
