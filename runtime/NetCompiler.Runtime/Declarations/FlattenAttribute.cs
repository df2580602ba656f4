using System;

namespace NetCompiler;

/// <summary>
/// Makes one extent of all extents of a sample, in row-major order: [c, h, w] becomes [c·h·w]. <c>torch.nn.Flatten</c>.
/// </summary>
/// <group>shapes</group>
/// <formula>y = x</formula>
/// <shape>[a, b, ...] → [a · b · ...]</shape>
/// <pytorch>torch.nn.Flatten</pytorch>
/// <keras>keras.layers.Flatten</keras>
/// <sample>[Input(2, 3, 4)] [Flatten]</sample>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class FlattenAttribute : LayerAttribute;
