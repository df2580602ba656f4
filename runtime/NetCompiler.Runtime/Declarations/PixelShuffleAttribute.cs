using System;

namespace NetCompiler;

/// <summary>
/// Channels become pixels: [channels · r², height, width] becomes [channels, height · r, width · r], where channel c r² + i r + j of a
/// pixel becomes row i and column j of its r x r pixels. <c>torch.nn.PixelShuffle</c>; Shi et al. 2016, arXiv:1609.05158.
/// </summary>
/// <group>borders and sizes</group>
/// <formula>y[c, h · r + i, w · r + j] = x[c · r² + i · r + j, h, w]</formula>
/// <shape>[channels · r², height, width] → [channels, height · r, width · r]</shape>
/// <pytorch>torch.nn.PixelShuffle</pytorch>
/// <keras>none; tf.nn.depth_to_space (with another order of channels)</keras>
/// <sample>[Input(8, 4, 4)] [PixelShuffle(2)]</sample>
/// <param name="upscaleFactor">r, at least 1; its square divides the channels.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class PixelShuffleAttribute(int upscaleFactor) : LayerAttribute
{
    /// <summary>r, at least 1.</summary>
    public int UpscaleFactor { get; } = upscaleFactor;
}
