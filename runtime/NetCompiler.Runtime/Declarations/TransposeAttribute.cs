using System;

namespace NetCompiler;

/// <summary>
/// Exchanges two extents of each sample. <c>torch.transpose</c>.
/// </summary>
/// <group>shapes</group>
/// <formula>y[…, j, …, i, …] = x[…, i, …, j, …]</formula>
/// <shape>[..., m, ..., n, ...] → [..., n, ..., m, ...]</shape>
/// <pytorch>torch.transpose(x, -2, -1)</pytorch>
/// <keras>keras.layers.Permute</keras>
/// <sample>[Input(3, 4)] [Transpose]</sample>
/// <remarks>
/// Extents are counted without the batch: 0 is the first of a sample, -1 the last. Of sequences the steps come first, and they are refused.
/// </remarks>
/// <param name="dim0">One extent; -2, the last but one, unless given.</param>
/// <param name="dim1">The other; -1, the last, unless given.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class TransposeAttribute(int dim0 = -2, int dim1 = -1) : LayerAttribute
{
    /// <summary>One extent.</summary>
    public int Dim0 { get; } = dim0;

    /// <summary>The other.</summary>
    public int Dim1 { get; } = dim1;
}
