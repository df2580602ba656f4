using System;

namespace NetCompiler;

/// <summary>
/// The extents of each sample in another order: extent i of the result is extent dims[i] of the operand. <c>torch.permute</c>.
/// </summary>
/// <group>shapes</group>
/// <formula>y[i, j, k] = x[…], extent i of y being extent dims[i] of x</formula>
/// <shape>[m, n, k] → [k, m, n] for dims 2, 0, 1</shape>
/// <pytorch>torch.permute, which counts the batch as 0</pytorch>
/// <keras>keras.layers.Permute, which counts from 1</keras>
/// <sample>[Input(3, 4, 5)] [Permute(2, 0, 1)]</sample>
/// <remarks>
/// Extents are counted without the batch: 0 is the first of a sample, -1 the last. Of sequences the steps come first, and they are refused.
/// </remarks>
/// <param name="dims">Each extent of a sample once.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class PermuteAttribute(params int[] dims) : LayerAttribute
{
    /// <summary>Each extent of a sample once.</summary>
    public int[] Dims { get; } = dims;
}
