using System;

namespace NetCompiler;

/// <summary>
/// min(max(x, 0), 6), elementwise; the derivative at 0 and at 6 is 0. NaN stays NaN. <c>torch.nn.ReLU6</c>; Howard et al. 2017,
/// arXiv:1704.04861.
/// </summary>
/// <group>activations</group>
/// <formula>y = min(max(x, 0), 6)</formula>
/// <shape>[...] → [...]</shape>
/// <pytorch>torch.nn.ReLU6</pytorch>
/// <keras>keras.layers.ReLU(max_value=6)</keras>
/// <sample>[Input(8)] [ReLU6]</sample>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class ReLU6Attribute : LayerAttribute;
