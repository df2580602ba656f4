using System;

namespace NetCompiler;

/// <summary>
/// A transposed convolution: the adjoint of <see cref="Conv2dAttribute"/> by its input, which makes images larger. [channels,
/// height, width] becomes [outputs, height, width] of new sizes. <c>torch.nn.ConvTranspose2d</c>.
/// </summary>
/// <group>convolutions</group>
/// <formula>the adjoint of Conv2d by its input, and b</formula>
/// <shape>[channels, height, width] → [outputs, height', width']</shape>
/// <stores>weight [channels, outputs / groups, height, width]; bias [outputs]</stores>
/// <pytorch>torch.nn.ConvTranspose2d</pytorch>
/// <keras>keras.layers.Conv2DTranspose</keras>
/// <sample>[Input(2, 4, 4)] [ConvTranspose2d(4, 3, Stride = 2)]</sample>
/// <remarks>
/// The new height and width are (size - 1) · stride - padding + dilation · (kernel - 1) + 1 + output padding; padding counts
/// both sides. Parameters: <c>weight</c> [channels, outputs / groups, kernel height, kernel width] and, with
/// <see cref="Bias"/>, <c>bias</c> [outputs]. Both begin as U(1/√n),
/// n = outputs / groups · elements of the kernel.
/// </remarks>
/// <param name="outputs">Channels of the result, at least 1.</param>
/// <param name="kernel">The kernel's height and width, at least 1 each.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class ConvTranspose2dAttribute(int outputs, int[] kernel) : BiasedLayerAttribute
{
    /// <summary>The same number for both axes.</summary>
    /// <param name="outputs">Channels of the result, at least 1.</param>
    /// <param name="kernel">The kernel's height and its width, at least 1.</param>
    public ConvTranspose2dAttribute(int outputs, int kernel)
        : this(outputs, [kernel, kernel])
    {
    }

    /// <summary>Channels of the result, at least 1.</summary>
    public int Outputs { get; } = outputs;

    /// <summary>The kernel's height and width, at least 1 each.</summary>
    public int[] Kernel { get; } = kernel;

    /// <summary>How far apart the positions of the kernel in the result are, at least 1; 1 unless given.</summary>
    public int Stride { get; init; } = 1;

    /// <summary><see cref="Stride"/> for height and width, instead of it: <c>Strides = [2, 1]</c>.</summary>
    public int[]? Strides { get; init; }

    /// <summary>
    /// What the result loses on each side, at least 0; 0 unless given: that of the convolution whose adjoint this is.
    /// </summary>
    public int Padding { get; init; }

    /// <summary><see cref="Padding"/> above and below, and left and right, instead of it.</summary>
    public int[]? Paddings { get; init; }

    /// <summary>
    /// What the result is larger below and on the right, from 0 to stride - 1; 0 unless given. A convolution of a stride above
    /// 1 makes one size of several: this says of which.
    /// </summary>
    public int OutputPadding { get; init; }

    /// <summary><see cref="OutputPadding"/> below and on the right, instead of it.</summary>
    public int[]? OutputPaddings { get; init; }

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
    /// It runs over the first axis of <c>weight</c>, the channels of the output's group, and the last two, the kernel. No bound unless given. <c>keras.constraints.MaxNorm(axis=[0, 1, 3])</c> of Keras's kernel [height, width, outputs, channels].
    /// </summary>
    public double MaxNorm { get; init; }

    /// <summary>
    /// The name of an earlier layer of the same kind and shapes whose parameters this one uses instead of its own.
    /// </summary>
    public string? Shares { get; init; }
}
