using System;

namespace NetCompiler;

/// <summary>1 / (1 + exp(-x)), elementwise; results lie in [0, 1]. <c>torch.nn.Sigmoid</c>.</summary>
/// <group>activations</group>
/// <formula>y = 1 / (1 + exp(−x))</formula>
/// <shape>[...] → [...]</shape>
/// <pytorch>torch.nn.Sigmoid</pytorch>
/// <keras>keras.activations.sigmoid</keras>
/// <sample>[Input(8)] [Sigmoid]</sample>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class SigmoidAttribute : LayerAttribute;
