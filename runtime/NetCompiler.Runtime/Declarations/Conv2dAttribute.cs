using System;

namespace NetCompiler;

/// <summary>
/// A convolution of images: y[o, p] = b[o] + Σ_c Σ_k w[o, c, k] · x[c, p · stride + k · dilation - padding], p and k over rows
/// and columns. [channels, height, width] becomes [outputs, height', width']. <c>torch.nn.Conv2d</c>.
/// </summary>
/// <group>convolutions</group>
/// <formula>y[o, p] = b[o] + Σ_c Σ_k w[o, c, k] · x[c, p · stride + k · dilation − padding]</formula>
/// <shape>[channels, height, width] → [outputs, height', width']</shape>
/// <stores>weight [outputs, channels / groups, height, width]; bias [outputs]</stores>
/// <pytorch>torch.nn.Conv2d</pytorch>
/// <keras>keras.layers.Conv2D, with channels last</keras>
/// <sample>[Input(3, 8, 8)] [Conv2d(4, 3, Padding = 1)]</sample>
/// <remarks>
/// The new height and width are ⌊(size + padding - dilation · (kernel - 1) - 1) / stride⌋ + 1; padding counts both sides.
/// Parameters: <c>weight</c> [outputs, channels / groups, kernel height, kernel width] and, with <see cref="Bias"/>,
/// <c>bias</c> [outputs]. Both begin as U(1/√n),
/// n = channels / groups · elements of the kernel.
/// </remarks>
/// <example>
/// <code>
/// [Conv2d(64, 3, Padding = 1)]
/// [Conv2d(64, [10, 4], Stride = 2, Padding = Pad.Same)]
/// </code>
/// </example>
/// <param name="outputs">Channels of the result, at least 1.</param>
/// <param name="kernel">The kernel's height and width, at least 1 each.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class Conv2dAttribute(int outputs, int[] kernel) : BiasedLayerAttribute
{
    /// <summary>The same number for both axes.</summary>
    /// <param name="outputs">Channels of the result, at least 1.</param>
    /// <param name="kernel">The kernel's height and its width, at least 1.</param>
    public Conv2dAttribute(int outputs, int kernel)
        : this(outputs, [kernel, kernel])
    {
    }

    /// <summary>Channels of the result, at least 1.</summary>
    public int Outputs { get; } = outputs;

    /// <summary>The kernel's height and width, at least 1 each.</summary>
    public int[] Kernel { get; } = kernel;

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

    /// <summary>
    /// Into how many groups channels and outputs fall, each seen by its own outputs only; must divide both, and is 1 unless
    /// given.
    /// </summary>
    public int Groups { get; init; } = 1;

    /// <summary>Whether b is added; true unless given.</summary>
    public bool Bias { get; init; } = true;

    /// <summary>
    /// The greatest Euclidean norm of the weights of each output after a training step, above 0: where it is greater, w ← w · MaxNorm / (‖w‖ + 1e-7).
    /// It runs over all axes of <c>weight</c> but the first, channels and kernel. No bound unless given. <c>keras.constraints.MaxNorm(axis=[0, 1, 2])</c> of Keras's kernel [height, width, channels, outputs].
    /// </summary>
    public double MaxNorm { get; init; }

    /// <summary>
    /// The name of an earlier layer of the same kind and shapes whose parameters this one uses instead of its own.
    /// </summary>
    public string? Shares { get; init; }
}
