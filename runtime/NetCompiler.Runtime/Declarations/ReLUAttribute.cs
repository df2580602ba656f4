using System;

namespace NetCompiler;

/// <summary>max(x, 0), elementwise; the derivative at 0 is 0. NaN stays NaN. <c>torch.nn.ReLU</c>.</summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class ReLUAttribute : LayerAttribute;
