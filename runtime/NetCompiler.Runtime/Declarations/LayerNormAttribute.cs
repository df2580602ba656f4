using System;

namespace NetCompiler;

/// <summary>
/// Each sample by its own statistics: (x - mean) / √(variance + ε) · weight + bias, over the trailing extents, or the whole sample. The
/// shape stays. <c>torch.nn.LayerNorm</c>; Ba et al. 2016, arXiv:1607.06450.
/// </summary>
/// <group>normalisations</group>
/// <formula>y = (x − mean) / √(variance + ε) · weight + bias, over the trailing axes of a sample</formula>
/// <shape>[...] → [...]</shape>
/// <stores>weight [normalized...]; bias [normalized...]</stores>
/// <pytorch>torch.nn.LayerNorm</pytorch>
/// <keras>keras.layers.LayerNormalization(epsilon=1e-5)</keras>
/// <sample>[Input(8)] [LayerNorm]</sample>
/// <remarks>
/// The variance divides by the number of elements. Parameters: <c>weight</c>, which begins as 1, and <c>bias</c>, which begins as 0, both of the
/// extents that are normalised over. Each step of a sequence is normalised by itself, over its features.
/// </remarks>
/// <param name="normalizedShape">
/// The trailing extents that are normalised over, as PyTorch's <c>normalized_shape</c>: <c>LayerNorm(64)</c>. None for the whole sample.
/// </param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class LayerNormAttribute(params int[] normalizedShape) : LayerAttribute
{
    /// <summary>The trailing extents that are normalised over; none for the whole sample, or as many as <see cref="Axes"/> says.</summary>
    public int[] NormalizedShape { get; } = normalizedShape;

    /// <summary>How many extents from the last on it normalises over, instead of naming them; all of a sample, of a sequence all of a step, unless given.</summary>
    public int Axes { get; init; }

    /// <summary>ε, at least 0; 1e-5 unless given.</summary>
    public double Epsilon { get; init; } = 1e-5;

    /// <summary>Whether there are weight and bias; true unless given. PyTorch's <c>elementwise_affine</c>.</summary>
    public bool Affine { get; init; } = true;

    /// <summary>Whether there is a bias beside the weight; true unless given.</summary>
    public bool Bias { get; init; } = true;

    /// <summary>The name of an earlier layer of the same kind and shapes whose parameters this one uses instead of its own.</summary>
    public string? Shares { get; init; }
}
