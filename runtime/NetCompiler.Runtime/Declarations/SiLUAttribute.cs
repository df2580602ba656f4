using System;

namespace NetCompiler;

/// <summary>x / (1 + exp(-x)), elementwise, also called swish. NaN stays NaN. <c>torch.nn.SiLU</c>; Elfwing et al. 2018, arXiv:1702.03118.</summary>
/// <group>activations</group>
/// <formula>y = x / (1 + exp(−x))</formula>
/// <shape>[...] → [...]</shape>
/// <pytorch>torch.nn.SiLU</pytorch>
/// <keras>keras.activations.silu</keras>
/// <sample>[Input(8)] [SiLU]</sample>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class SiLUAttribute : LayerAttribute;
