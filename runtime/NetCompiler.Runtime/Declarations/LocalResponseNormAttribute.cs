using System;

namespace NetCompiler;

/// <summary>
/// Each element by those of neighbouring channels at the same position: x / (k + α/size Σ x²)^β, the sum over size channels around its own,
/// and fewer at the first and last ones. [channels, ...] stays [channels, ...]. <c>torch.nn.LocalResponseNorm</c>; Krizhevsky et al.
/// 2012.
/// </summary>
/// <group>normalisations</group>
/// <formula>y = x / (k + α/size · Σ x²)^β, over size neighbouring channels</formula>
/// <shape>[channels, ...] → [channels, ...]</shape>
/// <pytorch>torch.nn.LocalResponseNorm</pytorch>
/// <keras>none; tf.nn.local_response_normalization (whose α is not divided by size)</keras>
/// <sample>[Input(4, 8, 8)] [LocalResponseNorm(3)]</sample>
/// <param name="size">How many channels are summed over, at least 1: ⌊size / 2⌋ before the channel, the others behind.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class LocalResponseNormAttribute(int size) : LayerAttribute
{
    /// <summary>How many channels are summed over, at least 1.</summary>
    public int Size { get; } = size;

    /// <summary>α, at least 0; 1e-4 unless given.</summary>
    public double Alpha { get; init; } = 1e-4;

    /// <summary>β, at least 0; 0.75 unless given.</summary>
    public double Beta { get; init; } = 0.75;

    /// <summary>k, above 0; 1 unless given.</summary>
    public double K { get; init; } = 1.0;
}
