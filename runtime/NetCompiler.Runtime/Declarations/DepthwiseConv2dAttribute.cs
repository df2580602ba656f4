using System;

namespace NetCompiler;

/// <summary>
/// A convolution of each channel by itself: <see cref="Conv2dAttribute"/> with as many groups as channels. [channels, height,
/// width] becomes [channels · multiplier, height', width']. <c>torch.nn.Conv2d(channels, multiplier * channels, kernel,
/// groups=channels)</c>.
/// </summary>
/// <group>convolutions</group>
/// <formula>as Conv2d, each channel by itself</formula>
/// <shape>[channels, height, width] → [channels · multiplier, height', width']</shape>
/// <stores>weight [channels · multiplier, 1, height, width]; bias [channels · multiplier]</stores>
/// <pytorch>torch.nn.Conv2d(channels, multiplier · channels, kernel, groups=channels)</pytorch>
/// <keras>keras.layers.DepthwiseConv2D(depth_multiplier)</keras>
/// <sample>[Input(3, 8, 8)] [DepthwiseConv2d(3, Padding = 1)]</sample>
/// <remarks>
/// Parameters: <c>weight</c> [channels · multiplier, 1, kernel height, kernel width] and, with <see cref="Bias"/>, <c>bias</c>
/// [channels · multiplier]. Outputs c · multiplier to (c + 1) · multiplier - 1 see channel c. Both begin as U(1/√n),
/// n = elements of the kernel.
/// </remarks>
/// <example>
/// <code>
/// [DepthwiseConv2d(3, Padding = 1), ReLU, Conv2d(64, 1), ReLU]
/// </code>
/// </example>
/// <param name="kernel">The kernel's height and width, at least 1 each.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class DepthwiseConv2dAttribute(int[] kernel) : BiasedLayerAttribute
{
    /// <summary>The same number for both axes.</summary>
    /// <param name="kernel">The kernel's height and its width, at least 1.</param>
    public DepthwiseConv2dAttribute(int kernel)
        : this([kernel, kernel])
    {
    }

    /// <summary>The kernel's height and width, at least 1 each.</summary>
    public int[] Kernel { get; } = kernel;

    /// <summary>How many outputs each channel has, at least 1; 1 unless given.</summary>
    public int Multiplier { get; init; } = 1;

    /// <summary>How far apart the positions of the kernel are, at least 1; 1 unless given.</summary>
    public int Stride { get; init; } = 1;

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

    /// <summary>How far apart the elements of the kernel are, at least 1; 1 unless given.</summary>
    public int Dilation { get; init; } = 1;

    /// <summary><see cref="Dilation"/> for height and width, instead of it.</summary>
    public int[]? Dilations { get; init; }

    /// <summary>Whether b is added; true unless given.</summary>
    public bool Bias { get; init; } = true;

    /// <summary>
    /// The greatest Euclidean norm of the weights of each output after a training step, above 0: where it is greater, w ← w · MaxNorm / (‖w‖ + 1e-7).
    /// It runs over the last two axes of <c>weight</c>, the kernel. No bound unless given. <c>keras.constraints.MaxNorm(axis=[0, 1])</c> of Keras's kernel [height, width, channels, multiplier].
    /// </summary>
    public double MaxNorm { get; init; }

    /// <summary>
    /// The name of an earlier layer of the same kind and shapes whose parameters this one uses instead of its own.
    /// </summary>
    public string? Shares { get; init; }
}
