using System;

namespace NetCompiler;

/// <summary>
/// Each channel of a sample by its own statistics: (x - mean) / √(variance + ε), over all its pixels. [channels, height, width] stays [channels, height, width].
/// <c>torch.nn.InstanceNorm2d</c> without running statistics, PyTorch's default; Ulyanov et al. 2016, arXiv:1607.08022.
/// </summary>
/// <group>normalisations</group>
/// <formula>y = (x − mean) / √(variance + ε), over the positions of a channel</formula>
/// <shape>[channels, height, width] → [channels, height, width]</shape>
/// <stores>with Affine: weight [channels]; bias [channels]</stores>
/// <pytorch>torch.nn.InstanceNorm2d</pytorch>
/// <keras>keras.layers.GroupNormalization(groups=-1, axis=1)</keras>
/// <sample>[Input(4, 8, 8)] [InstanceNorm2d(Affine = true)]</sample>
/// <remarks>
/// The same in training and in inference. The variance divides by the number of elements. Parameters, with <see cref="Affine"/>:
/// <c>weight</c> [channels], which begins as 1, and <c>bias</c> [channels], which begins as 0.
/// </remarks>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class InstanceNorm2dAttribute : LayerAttribute
{
    /// <summary>ε, at least 0; 1e-5 unless given.</summary>
    public double Epsilon { get; init; } = 1e-5;

    /// <summary>Whether each channel has a trained factor and summand; false unless given.</summary>
    public bool Affine { get; init; }

    /// <summary>The name of an earlier layer of the same kind and shapes whose parameters this one uses instead of its own.</summary>
    public string? Shares { get; init; }
}
