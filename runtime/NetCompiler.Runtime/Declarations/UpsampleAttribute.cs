using System;

namespace NetCompiler;

/// <summary>
/// More, or fewer, elements of each channel: copied or interpolated. [channels, height, width] becomes [channels, height', width'], and
/// [channels, length] becomes [channels, length']. <c>torch.nn.Upsample</c>.
/// </summary>
/// <group>borders and sizes</group>
/// <formula>y[i] = x[⌊i / factor⌋], or interpolated between neighbours</formula>
/// <shape>[channels, height, width] → [channels, ⌊height · factor⌋, ⌊width · factor⌋]; [channels, length] → [channels, ⌊length · factor⌋]</shape>
/// <pytorch>torch.nn.Upsample</pytorch>
/// <keras>keras.layers.UpSampling2D</keras>
/// <sample>[Input(2, 4, 4)] [Upsample(2)]</sample>
/// <remarks>
/// A new extent is ⌊extent · factor⌋. Nearest takes element ⌊i / factor⌋ for element i. Linear and bilinear interpolation read at
/// (i + 0.5) / factor - 0.5, not below 0, or at i (extent - 1) / (extent' - 1) with <see cref="AlignCorners"/>. Give either a factor or
/// a size.
/// </remarks>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class UpsampleAttribute : LayerAttribute
{
    /// <summary>To a <see cref="Size"/>.</summary>
    public UpsampleAttribute()
    {
    }

    /// <summary>By the same factor on every axis.</summary>
    /// <param name="scaleFactor">How many times as many elements, above 0: <c>Upsample(2)</c>.</param>
    public UpsampleAttribute(double scaleFactor)
    {
        ScaleFactor = [scaleFactor];
    }

    /// <summary>By a factor for each axis.</summary>
    /// <param name="scaleFactor">How many times as many elements, above 0 each: <c>Upsample([2, 1.5])</c>.</param>
    public UpsampleAttribute(double[] scaleFactor)
    {
        ScaleFactor = scaleFactor;
    }

    /// <summary>How many times as many elements: one factor for all axes, or one for each; null for a <see cref="Size"/>.</summary>
    public double[]? ScaleFactor { get; }

    /// <summary>The new extent of all axes, at least 1, instead of a factor.</summary>
    public int Size { get; init; }

    /// <summary><see cref="Size"/> for height and width, instead of it: <c>Sizes = [32, 48]</c>.</summary>
    public int[]? Sizes { get; init; }

    /// <summary>
    /// How elements are made; <see cref="InterpolationMode.Nearest"/> unless given. <see cref="InterpolationMode.Linear"/> is for signals,
    /// <see cref="InterpolationMode.Bilinear"/> for images.
    /// </summary>
    public InterpolationMode Mode { get; init; }

    /// <summary>Whether the outermost elements stay where they are, for linear and bilinear interpolation; false unless given.</summary>
    public bool AlignCorners { get; init; }
}
