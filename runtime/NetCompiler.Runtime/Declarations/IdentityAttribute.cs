using System;

namespace NetCompiler;

/// <summary>
/// Its operand, unchanged: a place that counts, as in <c>torch.nn.Sequential</c>, or a name for a value. <c>torch.nn.Identity</c>.
/// </summary>
/// <group>activations</group>
/// <formula>y = x</formula>
/// <shape>[...] → [...]</shape>
/// <pytorch>torch.nn.Identity</pytorch>
/// <keras>keras.layers.Identity</keras>
/// <sample>[Input(8)] [Identity]</sample>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class IdentityAttribute : LayerAttribute;
