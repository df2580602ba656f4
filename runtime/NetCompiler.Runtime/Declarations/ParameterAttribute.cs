using System;

namespace NetCompiler;

/// <summary>
/// A trainable parameter of your own: a source like an input, but the same for every sample. It does not become the current value;
/// other lines refer to its name. <c>torch.nn.Parameter</c>.
/// </summary>
/// <group>graph</group>
/// <formula>w, the same for every sample</formula>
/// <shape>→ [shape...]</shape>
/// <stores>name [shape...]</stores>
/// <pytorch>torch.nn.Parameter</pytorch>
/// <keras>Layer.add_weight</keras>
/// <sample>[Parameter(4, Name = "w")] [Input(4)] [Multiply("w")]</sample>
/// <remarks>
/// Its <see cref="LayerAttribute.Name"/> is required, and is its whole name in files. It has the regularisers that the line gives; those of the network are not for it.
/// </remarks>
/// <param name="shape">Its extents, each at least 1.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class ParameterAttribute(params int[] shape) : ParameterizedLayerAttribute
{
    /// <summary>Its extents, each at least 1.</summary>
    public int[] Shape { get; } = shape;

    /// <summary>
    /// How it begins; zeros unless given. Xavier, Kaiming, LeCun, orthogonal and sparse ones need a matrix [outputs, inputs].
    /// </summary>
    public Init Initialization { get; init; }
}
