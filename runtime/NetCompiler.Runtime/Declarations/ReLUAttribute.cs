using System;

namespace NetCompiler;

/// <summary>max(x, 0), elementwise; the derivative at 0 is 0. NaN stays NaN. <c>torch.nn.ReLU</c>.</summary>
/// <group>activations</group>
/// <formula>y = max(x, 0)</formula>
/// <shape>[...] → [...]</shape>
/// <pytorch>torch.nn.ReLU</pytorch>
/// <keras>keras.layers.ReLU</keras>
/// <sample>[Input(8)] [ReLU]</sample>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class ReLUAttribute : LayerAttribute;
