using System;

namespace NetCompiler;

/// <summary>
/// Cuts one extent of each sample into parts, each with a name by which other lines refer to it; the first part becomes the current value. <c>torch.split</c>.
/// </summary>
/// <group>shapes</group>
/// <formula>(a, b, …) = x, one part after the other</formula>
/// <shape>[..., m + n, ...] → [..., m, ...] and [..., n, ...]</shape>
/// <pytorch>torch.chunk, or torch.split with Sizes</pytorch>
/// <keras>none; keras.ops.split</keras>
/// <sample>[Input(8)] [Split("a", "b")] [Sigmoid] [Multiply("b")]</sample>
/// <remarks>
/// The inverse of <see cref="ConcatAttribute"/>. Sequences are cut along their features, -1, also where no axis is given; their steps cannot be. It counts as no layer, and has no <see cref="LayerAttribute.Name"/> of its own.
/// </remarks>
/// <param name="names">The names of the parts, two or more.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class SplitAttribute(params string[] names) : LayerAttribute
{
    /// <summary>The names of the parts, two or more.</summary>
    public string[] Names { get; } = names;

    /// <summary>How long each part is; together they are the extent. Equal parts unless given.</summary>
    public int[]? Sizes { get; init; }

    /// <summary>
    /// Which extent of the sample is cut, the batch not counted; 0 unless given: the channels of [c, h, w]. Negative values count from the last, -1.
    /// </summary>
    public int Axis { get; init; }
}
