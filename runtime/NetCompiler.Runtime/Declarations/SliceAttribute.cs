using System;

namespace NetCompiler;

/// <summary>
/// A part of one extent of each sample: x[start:end]. <c>torch.narrow</c>.
/// </summary>
/// <group>shapes</group>
/// <formula>y[i] = x[start + i], i from 0 to end - start - 1</formula>
/// <shape>[..., m, ...] → [..., end - start, ...]</shape>
/// <pytorch>torch.narrow, or x[:, start:end]</pytorch>
/// <keras>none; slicing of a KerasTensor</keras>
/// <sample>[Input(10)] [Slice(2, 6)]</sample>
/// <remarks>
/// Sequences are cut along their features, -1, also where no axis is given; their steps cannot be.
/// </remarks>
/// <param name="start">Where it begins; negative numbers count from the end of the extent.</param>
/// <param name="end">Before which it ends; negative numbers count from the end of the extent, which it is unless given.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class SliceAttribute(int start, int end = int.MaxValue) : LayerAttribute
{
    /// <summary>Where it begins; negative numbers count from the end of the extent.</summary>
    public int Start { get; } = start;

    /// <summary>Before which it ends; negative numbers count from the end of the extent.</summary>
    public int End { get; } = end;

    /// <summary>
    /// Which extent of the sample is cut, the batch not counted; 0 unless given: the channels of [c, h, w]. Negative values count from the last, -1.
    /// </summary>
    public int Axis { get; init; }
}
