using System;

namespace NetCompiler;

/// <summary>
/// Each sample by its own root mean square: x / √(mean of x² + ε) · weight, over the trailing extents, or the whole sample. The shape stays.
/// <c>torch.nn.RMSNorm</c>; Zhang and Sennrich 2019, arXiv:1910.07467.
/// </summary>
/// <group>normalisations</group>
/// <formula>y = x / √(mean of x² + ε) · weight, over the trailing axes of a sample</formula>
/// <shape>[...] → [...]</shape>
/// <stores>weight [normalized...]</stores>
/// <pytorch>torch.nn.RMSNorm</pytorch>
/// <keras>keras.layers.RMSNormalization</keras>
/// <sample>[Input(8)] [RMSNorm]</sample>
/// <remarks>Parameter: <c>weight</c>, which begins as 1, of the extents that are normalised over.</remarks>
/// <param name="normalizedShape">
/// The trailing extents that are normalised over, as PyTorch's <c>normalized_shape</c>: <c>RMSNorm(64)</c>. None for the whole sample.
/// </param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class RMSNormAttribute(params int[] normalizedShape) : LayerAttribute
{
    /// <summary>The trailing extents that are normalised over; none for the whole sample, or as many as <see cref="Axes"/> says.</summary>
    public int[] NormalizedShape { get; } = normalizedShape;

    /// <summary>How many extents from the last on it normalises over, instead of naming them; all of a sample, of a sequence all of a step, unless given.</summary>
    public int Axes { get; init; }

    /// <summary>ε, at least 0; 2⁻²³ unless given, PyTorch's default for float32.</summary>
    public double Epsilon { get; init; } = 1.1920928955078125e-07;

    /// <summary>Whether there is a weight; true unless given. PyTorch's <c>elementwise_affine</c>.</summary>
    public bool Affine { get; init; } = true;

    /// <summary>The name of an earlier layer of the same kind and shapes whose parameters this one uses instead of its own.</summary>
    public string? Shares { get; init; }
}
