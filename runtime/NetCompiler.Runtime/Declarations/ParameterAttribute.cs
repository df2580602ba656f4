using System;

namespace NetCompiler;

/// <summary>
/// A trainable parameter of your own: a source like an input, the same for every sample, and the current value after this line.
/// <c>torch.nn.Parameter</c>.
/// </summary>
/// <remarks>Give it a <see cref="LayerAttribute.Name"/>: that is its whole name in files, and the lines that use it refer to it.</remarks>
/// <param name="shape">Its extents, each at least 1.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class ParameterAttribute(params int[] shape) : LayerAttribute
{
    /// <summary>Its extents, each at least 1.</summary>
    public int[] Shape { get; } = shape;

    /// <summary>
    /// How it begins; zeros unless given. Xavier and Kaiming need two extents or more, and count inputs and outputs as
    /// <c>torch.nn.init</c> does: outputs from the first extent, inputs from the product of the others.
    /// </summary>
    public Init Initialization { get; init; }
}
