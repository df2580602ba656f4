using System;

namespace NetCompiler;

/// <summary>
/// min(max(x + 3, 0), 6) / 6, elementwise: a sigmoid of straight lines. The derivative at -3 and at 3 is 0. NaN stays NaN.
/// <c>torch.nn.Hardsigmoid</c>; Howard et al. 2019, arXiv:1905.02244.
/// </summary>
/// <group>activations</group>
/// <formula>y = min(max(x + 3, 0), 6) / 6</formula>
/// <shape>[...] → [...]</shape>
/// <pytorch>torch.nn.Hardsigmoid</pytorch>
/// <keras>keras.activations.hard_sigmoid</keras>
/// <sample>[Input(8)] [HardSigmoid]</sample>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class HardSigmoidAttribute : LayerAttribute;
