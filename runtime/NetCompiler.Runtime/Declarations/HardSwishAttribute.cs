using System;

namespace NetCompiler;

/// <summary>
/// x min(max(x + 3, 0), 6) / 6, elementwise; the derivative is 0 at -3 and 1 at 3, where PyTorch's versions differ. NaN stays NaN.
/// <c>torch.nn.Hardswish</c>; Howard et al. 2019, arXiv:1905.02244.
/// </summary>
/// <group>activations</group>
/// <formula>y = x · min(max(x + 3, 0), 6) / 6</formula>
/// <shape>[...] → [...]</shape>
/// <pytorch>torch.nn.Hardswish</pytorch>
/// <keras>keras.activations.hard_silu</keras>
/// <sample>[Input(8)] [HardSwish]</sample>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class HardSwishAttribute : LayerAttribute;
