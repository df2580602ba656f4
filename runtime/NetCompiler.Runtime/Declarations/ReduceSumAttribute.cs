using System;

namespace NetCompiler;

/// <summary>
/// The sum over one extent of each sample, or several, or all. <c>torch.sum</c>.
/// </summary>
/// <group>over steps and axes</group>
/// <formula>y = Σ x over the axes</formula>
/// <shape>[..., m, ...] → [..., ...], or [..., 1, ...] with KeepDims</shape>
/// <pytorch>torch.sum(dim, keepdim)</pytorch>
/// <keras>keras.ops.sum</keras>
/// <sample>[Input(3, 4, 5)] [ReduceSum(1, 2)]</sample>
/// <remarks>
/// Extents are counted without the batch: 0 is the first of a sample, -1 the last. Over the steps of a sequence, 0, only those count that the row has. Over features the value stays a sequence, [steps, 1]. In a stream it is the sum so far.
/// </remarks>
/// <param name="axes">Which extents; all of a sample unless given.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class ReduceSumAttribute(params int[] axes) : LayerAttribute
{
    /// <summary>Which extents; all of a sample where there are none.</summary>
    public int[] Axes { get; } = axes;

    /// <summary>Whether extents that are reduced stay, as 1; false unless given. A sample of one number is [1] in any case.</summary>
    public bool KeepDims { get; init; }
}
