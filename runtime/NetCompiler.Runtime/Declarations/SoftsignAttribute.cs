using System;

namespace NetCompiler;

/// <summary>
/// x / (1 + |x|), elementwise: between -1 and 1, as the hyperbolic tangent, but slow to saturate. NaN stays NaN.
/// <c>torch.nn.Softsign</c>.
/// </summary>
/// <group>activations</group>
/// <formula>y = x / (1 + |x|)</formula>
/// <shape>[...] → [...]</shape>
/// <pytorch>torch.nn.Softsign</pytorch>
/// <keras>keras.activations.softsign</keras>
/// <sample>[Input(8)] [Softsign]</sample>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class SoftsignAttribute : LayerAttribute;
