using System;

namespace NetCompiler;

/// <summary>
/// The first half of an axis times the sigmoid of the second half. <c>torch.nn.GLU(dim)</c>; Dauphin et al. 2017, arXiv:1612.08083.
/// </summary>
/// <group>activations</group>
/// <formula>y = a · sigmoid(b), where (a, b) are the halves of x along the axis</formula>
/// <shape>[..., 2n] → [..., n]</shape>
/// <pytorch>torch.nn.GLU(dim=-1)</pytorch>
/// <keras>keras.activations.glu</keras>
/// <sample>[Input(8)] [Linear(12)] [GLU]</sample>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class GLUAttribute : LayerAttribute
{
    /// <summary>
    /// Which extent of a sample is halved, the batch not counted; it must be even: -1, the last, unless given; 0 is the channels of [c, h, w]. Of a sequence only the features.
    /// </summary>
    public int Axis { get; init; } = -1;
}
