using System;

namespace NetCompiler;

/// <summary>
/// Joins the current value and the named earlier ones, in this order, along one extent; all others must be equal.
/// <c>torch.cat</c>.
/// </summary>
/// <group>graph</group>
/// <formula>y = (x, a, b, …)</formula>
/// <shape>[..., m, ...] and [..., n, ...] → [..., m + n, ...]</shape>
/// <pytorch>torch.cat</pytorch>
/// <keras>keras.layers.Concatenate</keras>
/// <sample>[Input(4)] [Linear(3, Name = "a")] [Linear(2)] [Concat("a")]</sample>
/// <param name="names">One name or more: of lines above, of inputs, or <c>"input"</c> in a block.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class ConcatAttribute(params string[] names) : LayerAttribute
{
    /// <summary>The names of the values that follow the current one.</summary>
    public string[] Names { get; } = names;

    /// <summary>
    /// Which extent of the sample is joined, the batch not counted; 0 unless given: the channels of [c, h, w]. Negative values count
    /// from the last, -1. Sequences are joined along their features, -1, also where it is not given; their steps cannot be.
    /// </summary>
    public int Axis { get; init; }
}
