using System;

namespace NetCompiler;

/// <summary>
/// The maximum over one extent of each sample, or several, or all. The gradient of equal maxima is divided among them, as PyTorch's <c>amax</c> does. <c>torch.amax</c>.
/// </summary>
/// <group>over steps and axes</group>
/// <formula>y = max x over the axes</formula>
/// <shape>[..., m, ...] → [..., ...], or [..., 1, ...] with KeepDims</shape>
/// <pytorch>torch.amax(dim, keepdim)</pytorch>
/// <keras>keras.ops.max</keras>
/// <sample>[Input(3, 4, 5)] [ReduceMax(1, 2)]</sample>
/// <remarks>
/// Extents are counted without the batch: 0 is the first of a sample, -1 the last. Over the steps of a sequence, 0, only those count that the row has. Over features the value stays a sequence, [steps, 1].
/// </remarks>
/// <param name="axes">Which extents; all of a sample unless given.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class ReduceMaxAttribute(params int[] axes) : LayerAttribute
{
    /// <summary>Which extents; all of a sample where there are none.</summary>
    public int[] Axes { get; } = axes;

    /// <summary>Whether extents that are reduced stay, as 1; false unless given. A sample of one number is [1] in any case.</summary>
    public bool KeepDims { get; init; }
}
