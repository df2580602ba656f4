using System;

namespace NetCompiler;

/// <summary>
/// Each group of neighbouring channels of a sample by its own statistics: (x - mean) / √(variance + ε) · weight + bias, over the channels of the
/// group and all positions. [channels, ...] stays [channels, ...]. <c>torch.nn.GroupNorm</c>; Wu and He 2018, arXiv:1803.08494.
/// </summary>
/// <group>normalisations</group>
/// <formula>y = (x − mean) / √(variance + ε) · weight + bias, over the channels of a group and all positions</formula>
/// <shape>[channels, ...] → [channels, ...]</shape>
/// <stores>weight [channels]; bias [channels]</stores>
/// <pytorch>torch.nn.GroupNorm</pytorch>
/// <keras>keras.layers.GroupNormalization(axis=1)</keras>
/// <sample>[Input(4, 8, 8)] [GroupNorm(2)]</sample>
/// <remarks>
/// The same in training and in inference. The variance divides by the number of elements. Parameters: <c>weight</c> [channels], which
/// begins as 1, and <c>bias</c> [channels], which begins as 0.
/// </remarks>
/// <param name="groups">How many groups there are, at least 1; they divide the channels.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class GroupNormAttribute(int groups) : LayerAttribute
{
    /// <summary>How many groups there are, at least 1; they divide the channels.</summary>
    public int Groups { get; } = groups;

    /// <summary>ε, at least 0; 1e-5 unless given.</summary>
    public double Epsilon { get; init; } = 1e-5;

    /// <summary>Whether each channel has a trained factor and summand; true unless given.</summary>
    public bool Affine { get; init; } = true;

    /// <summary>The name of an earlier layer of the same kind and shapes whose parameters this one uses instead of its own.</summary>
    public string? Shares { get; init; }
}
