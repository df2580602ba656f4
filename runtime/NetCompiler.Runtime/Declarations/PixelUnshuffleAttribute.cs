using System;

namespace NetCompiler;

/// <summary>
/// Pixels become channels: [channels, height · r, width · r] becomes [channels · r², height, width], the inverse of
/// <see cref="PixelShuffleAttribute"/>. <c>torch.nn.PixelUnshuffle</c>.
/// </summary>
/// <group>borders and sizes</group>
/// <formula>y[c · r² + i · r + j, h, w] = x[c, h · r + i, w · r + j]</formula>
/// <shape>[channels, height · r, width · r] → [channels · r², height, width]</shape>
/// <pytorch>torch.nn.PixelUnshuffle</pytorch>
/// <keras>none; tf.nn.space_to_depth (with another order of channels)</keras>
/// <sample>[Input(2, 8, 8)] [PixelUnshuffle(2)]</sample>
/// <param name="downscaleFactor">r, at least 1; it divides height and width.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class PixelUnshuffleAttribute(int downscaleFactor) : LayerAttribute
{
    /// <summary>r, at least 1.</summary>
    public int DownscaleFactor { get; } = downscaleFactor;
}
