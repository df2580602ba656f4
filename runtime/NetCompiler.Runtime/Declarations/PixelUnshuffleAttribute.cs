using System;

namespace NetCompiler;

/// <summary>
/// Pixels become channels: [channels, height · r, width · r] becomes [channels · r², height, width], the inverse of
/// <see cref="PixelShuffleAttribute"/>. <c>torch.nn.PixelUnshuffle</c>.
/// </summary>
/// <param name="downscaleFactor">r, at least 1; it divides height and width.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class PixelUnshuffleAttribute(int downscaleFactor) : LayerAttribute
{
    /// <summary>r, at least 1.</summary>
    public int DownscaleFactor { get; } = downscaleFactor;
}
