using System;

namespace NetCompiler;

/// <summary>tanh(x), elementwise; results lie in [-1, 1]. <c>torch.nn.Tanh</c>.</summary>
/// <group>activations</group>
/// <formula>y = tanh(x)</formula>
/// <shape>[...] → [...]</shape>
/// <pytorch>torch.nn.Tanh</pytorch>
/// <keras>keras.activations.tanh</keras>
/// <sample>[Input(8)] [Tanh]</sample>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class TanhAttribute : LayerAttribute;
