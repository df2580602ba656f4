using System;

namespace NetCompiler;

/// <summary>
/// The maximum of each window, each channel by itself. [channels, height, width] becomes [channels, height', width'].
/// <c>torch.nn.MaxPool2d</c>.
/// </summary>
/// <group>pools</group>
/// <formula>y[c, p] = max over k of x[c, p · stride + k · dilation − padding]</formula>
/// <shape>[channels, height, width] → [channels, height', width']</shape>
/// <pytorch>torch.nn.MaxPool2d</pytorch>
/// <keras>keras.layers.MaxPooling2D</keras>
/// <sample>[Input(2, 8, 8)] [MaxPool2d(2)]</sample>
/// <remarks>
/// The new height and width are ⌊(size + padding - dilation · (window - 1) - 1) / stride⌋ + 1; padding counts both sides.
/// Padding is never the maximum. Of equal maxima the first gets the gradient. NaN stays NaN.
/// </remarks>
/// <param name="window">The window's height and width, at least 1 each.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class MaxPool2dAttribute(int[] window) : LayerAttribute
{
    /// <summary>The same number for both axes.</summary>
    /// <param name="window">The window's height and its width, at least 1.</param>
    public MaxPool2dAttribute(int window)
        : this([window, window])
    {
    }

    /// <summary>The window's height and width, at least 1 each.</summary>
    public int[] Window { get; } = window;

    /// <summary>How far apart the positions of the window are, at least 1; the window itself unless given.</summary>
    public int Stride { get; init; }

    /// <summary><see cref="Stride"/> for height and width, instead of it: <c>Strides = [2, 1]</c>.</summary>
    public int[]? Strides { get; init; }

    /// <summary>What is added around the image, at least 0, or <see cref="Pad.Same"/>; 0 unless given.</summary>
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

    /// <summary>How far apart the elements of the window are, at least 1; 1 unless given.</summary>
    public int Dilation { get; init; } = 1;

    /// <summary><see cref="Dilation"/> for height and width, instead of it.</summary>
    public int[]? Dilations { get; init; }

    /// <summary>
    /// Whether sizes are rounded up instead of down: a last window may then reach beyond the padding, but not begin there;
    /// false unless given.
    /// </summary>
    public bool CeilMode { get; init; }
}
