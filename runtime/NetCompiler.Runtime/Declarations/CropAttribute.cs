using System;

namespace NetCompiler;

/// <summary>
/// A part of each channel. [channels, height, width] becomes [channels, size...], and [channels, length] becomes [channels, size].
/// <c>x[..., top:top+height, left:left+width]</c> in PyTorch, or <c>torchvision.transforms.CenterCrop</c>.
/// </summary>
/// <group>borders and sizes</group>
/// <formula>y[c, i, j] = x[c, top + i, left + j]</formula>
/// <shape>[channels, height, width] → [channels, size...]; [channels, length] → [channels, size]</shape>
/// <pytorch>x[..., top:top+h, left:left+w], torchvision.transforms.CenterCrop</pytorch>
/// <keras>keras.layers.Cropping2D, keras.layers.CenterCrop</keras>
/// <sample>[Input(2, 8, 8)] [Crop(4)]</sample>
/// <param name="size">The result's height and width, or its length, at least 1 each: <c>Crop([24, 32])</c>.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class CropAttribute(int[] size) : LayerAttribute
{
    /// <summary>The same number for all axes.</summary>
    /// <param name="size">The result's height and its width, or its length, at least 1.</param>
    public CropAttribute(int size)
        : this([size])
    {
    }

    /// <summary>The result's height and width, or its length; one number where it is the same for all axes.</summary>
    public int[] Size { get; } = size;

    /// <summary>
    /// Where the part begins on each axis, at least 0. Unless given, it is the middle; where the rest is odd, with one element less in
    /// front than behind.
    /// </summary>
    public int Offset { get; init; }

    /// <summary><see cref="Offset"/> from the top and from the left, instead of it: <c>Offsets = [0, 4]</c>.</summary>
    public int[]? Offsets { get; init; }
}
