using System;

namespace NetCompiler;

/// <summary>
/// Makes one extent of all extents of a sample, in row-major order: [c, h, w] becomes [c·h·w]. <c>torch.nn.Flatten</c>.
/// </summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class FlattenAttribute : LayerAttribute;
