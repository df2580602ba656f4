using System;

namespace NetCompiler;

/// <summary>
/// min(max(x, 0), 6), elementwise; the derivative at 0 and at 6 is 0. NaN stays NaN. <c>torch.nn.ReLU6</c>; Howard et al. 2017,
/// arXiv:1704.04861.
/// </summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class ReLU6Attribute : LayerAttribute;
