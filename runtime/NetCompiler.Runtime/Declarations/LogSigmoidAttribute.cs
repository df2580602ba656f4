using System;

namespace NetCompiler;

/// <summary>
/// log(1 / (1 + exp(-x))), elementwise, exact far below 0, where it is x, and far above, where it is -exp(-x). NaN stays NaN.
/// <c>torch.nn.LogSigmoid</c>.
/// </summary>
/// <group>activations</group>
/// <formula>y = -log(1 + exp(-x))</formula>
/// <shape>[...] → [...]</shape>
/// <pytorch>torch.nn.LogSigmoid</pytorch>
/// <keras>keras.activations.log_sigmoid</keras>
/// <sample>[Input(8)] [LogSigmoid]</sample>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class LogSigmoidAttribute : LayerAttribute;
