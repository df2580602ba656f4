using System;

namespace NetCompiler;

/// <summary>
/// The mean of each window, each channel by itself. [channels, height, width] becomes [channels, height', width'].
/// <c>torch.nn.AvgPool2d</c>.
/// </summary>
/// <group>pools</group>
/// <formula>y[c, p] = mean over k of x[c, p · stride + k − padding]</formula>
/// <shape>[channels, height, width] → [channels, height', width']</shape>
/// <pytorch>torch.nn.AvgPool2d</pytorch>
/// <keras>keras.layers.AveragePooling2D</keras>
/// <sample>[Input(2, 8, 8)] [AvgPool2d(2)]</sample>
/// <remarks>The new height and width are ⌊(size + padding - window) / stride⌋ + 1; padding counts both sides.</remarks>
/// <param name="window">The window's height and width, at least 1 each.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class AvgPool2dAttribute(int[] window) : LayerAttribute
{
    /// <summary>The same number for both axes.</summary>
    /// <param name="window">The window's height and its width, at least 1.</param>
    public AvgPool2dAttribute(int window)
        : this([window, window])
    {
    }

    /// <summary>The window's height and width, at least 1 each.</summary>
    public int[] Window { get; } = window;

    /// <summary>How far apart the positions of the window are, at least 1; the window itself unless given.</summary>
    public int Stride { get; init; }

    /// <summary><see cref="Stride"/> for height and width, instead of it: <c>Strides = [2, 1]</c>.</summary>
    public int[]? Strides { get; init; }

    /// <summary>Zeros around the image, at least 0, or <see cref="Pad.Same"/>; 0 unless given.</summary>
    public int Padding { get; init; }

    /// <summary><see cref="Padding"/> above and below, and left and right, instead of it: <c>Paddings = [3, 1]</c>.</summary>
    public int[]? Paddings { get; init; }

    /// <summary>
    /// Padding below and on the right where it differs from <see cref="Padding"/>, which then counts above and on the left
    /// only.
    /// </summary>
    public int PaddingEnd { get; init; }

    /// <summary><see cref="PaddingEnd"/> below and on the right, instead of it: <c>PaddingEnds = [2, 1]</c>.</summary>
    public int[]? PaddingEnds { get; init; }

    /// <summary>
    /// Whether sizes are rounded up instead of down: a last window may then reach beyond the padding, but not begin there;
    /// false unless given.
    /// </summary>
    public bool CeilMode { get; init; }

    /// <summary>
    /// Whether padding counts as elements of value 0; else a mean is over what a window has of the input. True unless given.
    /// What <see cref="CeilMode"/> adds beyond the padding never counts.
    /// </summary>
    public bool CountIncludePad { get; init; } = true;
}
