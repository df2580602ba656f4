using System;

namespace NetCompiler;

/// <summary>
/// The matrix product of the current value and a named earlier one, over the last extent of the one and the last but one of the other. <c>torch.matmul</c>, of each sample.
/// </summary>
/// <group>arithmetic</group>
/// <formula>y[…, i, j] = Σₖ x[…, i, k] · a[…, k, j]</formula>
/// <shape>[..., m, k] and [..., k, n] → [..., m, n]</shape>
/// <pytorch>torch.matmul</pytorch>
/// <keras>keras.ops.matmul; keras.layers.Dot</keras>
/// <sample>[Input(3, 4)] [Transpose(Name = "t")] [From("input")] [MatMul("t")]</sample>
/// <remarks>
/// Extents before the last two are broadcast. A vector is a row on the left and a column on the right, and the extent that it is short of is dropped; two vectors have the product [1]. A parameter or what is made of
/// parameters alone is the same matrix for every sample. A sequence is multiplied step by step by a matrix [features, n]; a sequence on the right is refused.
/// </remarks>
/// <param name="value">The name of the right factor: of a line above, of an input, or <c>"input"</c> in a block.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class MatMulAttribute(string value) : LayerAttribute
{
    /// <summary>The name of the right factor.</summary>
    public string Value { get; } = value;
}
