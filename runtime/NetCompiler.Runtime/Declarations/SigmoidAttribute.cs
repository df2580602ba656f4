using System;

namespace NetCompiler;

/// <summary>1 / (1 + exp(-x)), elementwise; results lie in [0, 1]. <c>torch.nn.Sigmoid</c>.</summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class SigmoidAttribute : LayerAttribute;
