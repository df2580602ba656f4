using System;

namespace NetCompiler;

/// <summary>tanh(x), elementwise; results lie in [-1, 1]. <c>torch.nn.Tanh</c>.</summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class TanhAttribute : LayerAttribute;
