using System;

namespace NetCompiler;

/// <summary>
/// x tanh(log(1 + exp(x))), elementwise: smooth, and not monotonous below 0. NaN stays NaN.
/// <c>torch.nn.Mish</c>; Misra 2019, arXiv:1908.08681.
/// </summary>
/// <group>activations</group>
/// <formula>y = x · tanh(log(1 + exp(x)))</formula>
/// <shape>[...] → [...]</shape>
/// <pytorch>torch.nn.Mish</pytorch>
/// <keras>keras.activations.mish</keras>
/// <sample>[Input(8)] [Mish]</sample>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class MishAttribute : LayerAttribute;
