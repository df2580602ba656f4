using System;

namespace NetCompiler;

/// <summary>
/// A transposed convolution: the adjoint of <see cref="Conv1dAttribute"/> by its input, which makes signals larger. [channels,
/// length] becomes [outputs, length] of new sizes. <c>torch.nn.ConvTranspose1d</c>.
/// </summary>
/// <group>convolutions</group>
/// <formula>the adjoint of Conv1d by its input, and b</formula>
/// <shape>[channels, length] → [outputs, (length − 1) · stride − padding + dilation · (kernel − 1) + 1 + output padding]</shape>
/// <stores>weight [channels, outputs / groups, kernel]; bias [outputs]</stores>
/// <pytorch>torch.nn.ConvTranspose1d</pytorch>
/// <keras>keras.layers.Conv1DTranspose</keras>
/// <sample>[Input(2, 8)] [ConvTranspose1d(4, 3, Stride = 2)]</sample>
/// <remarks>
/// The new length is (size - 1) · stride - padding + dilation · (kernel - 1) + 1 + output padding; padding counts both sides.
/// Parameters: <c>weight</c> [channels, outputs / groups, kernel] and, with <see cref="Bias"/>, <c>bias</c> [outputs]. Both begin as U(1/√n),
/// n = outputs / groups · elements of the kernel.
/// </remarks>
/// <param name="outputs">Channels of the result, at least 1.</param>
/// <param name="kernel">The kernel's length, at least 1.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class ConvTranspose1dAttribute(int outputs, int kernel) : BiasedLayerAttribute
{
    /// <summary>Channels of the result, at least 1.</summary>
    public int Outputs { get; } = outputs;

    /// <summary>The kernel's length, at least 1.</summary>
    public int Kernel { get; } = kernel;

    /// <summary>How far apart the positions of the kernel in the result are, at least 1; 1 unless given.</summary>
    public int Stride { get; init; } = 1;

    /// <summary>
    /// What the result loses on each side, at least 0; 0 unless given: that of the convolution whose adjoint this is.
    /// </summary>
    public int Padding { get; init; }

    /// <summary>
    /// What the result is larger behind, from 0 to stride - 1; 0 unless given. A convolution of a stride above 1 makes one size
    /// of several: this says of which.
    /// </summary>
    public int OutputPadding { get; init; }

    /// <summary>How far apart the elements of the kernel are, at least 1; 1 unless given.</summary>
    public int Dilation { get; init; } = 1;

    /// <summary>
    /// Into how many groups channels and outputs fall, each seen by its own outputs only; must divide both, and is 1 unless
    /// given.
    /// </summary>
    public int Groups { get; init; } = 1;

    /// <summary>Whether b is added; true unless given.</summary>
    public bool Bias { get; init; } = true;

    /// <summary>
    /// The greatest Euclidean norm of the weights of each output after a training step, above 0: where it is greater, w ← w · MaxNorm / (‖w‖ + 1e-7).
    /// It runs over the first axis of <c>weight</c>, the channels of the output's group, and the last, the kernel. No bound unless given. <c>keras.constraints.MaxNorm(axis=[0, 2])</c> of Keras's kernel [width, outputs, channels].
    /// </summary>
    public double MaxNorm { get; init; }

    /// <summary>
    /// The name of an earlier layer of the same kind and shapes whose parameters this one uses instead of its own.
    /// </summary>
    public string? Shares { get; init; }
}
