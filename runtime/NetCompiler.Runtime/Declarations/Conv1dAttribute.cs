using System;

namespace NetCompiler;

/// <summary>
/// A convolution of signals: y[o, p] = b[o] + Σ_c Σ_k w[o, c, k] · x[c, p · stride + k · dilation - padding]. [channels,
/// length] becomes [outputs, length']. <c>torch.nn.Conv1d</c>. The steps of a sequence [steps, features] are the length, and its features the
/// channels: [steps', outputs].
/// </summary>
/// <group>convolutions</group>
/// <formula>y[o, p] = b[o] + Σ_c Σ_k w[o, c, k] · x[c, p · stride + k · dilation − padding]</formula>
/// <shape>[channels, length] → [outputs, length']; a sequence [steps, features] → [steps', outputs]</shape>
/// <stores>weight [outputs, channels / groups, kernel]; bias [outputs]</stores>
/// <pytorch>torch.nn.Conv1d</pytorch>
/// <keras>keras.layers.Conv1D, with channels last</keras>
/// <sample>[Input(2, 16)] [Conv1d(4, 3, Padding = 1)]</sample>
/// <remarks>
/// The new length is ⌊(size + padding - dilation · (kernel - 1) - 1) / stride⌋ + 1; padding counts both sides. Parameters:
/// <c>weight</c> [outputs, channels / groups, kernel] and, with <see cref="Bias"/>, <c>bias</c> [outputs]. Both begin as U(1/√n),
/// n = channels / groups · elements of the kernel.
/// </remarks>
/// <param name="outputs">Channels of the result, at least 1.</param>
/// <param name="kernel">The kernel's length, at least 1.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class Conv1dAttribute(int outputs, int kernel) : BiasedLayerAttribute
{
    /// <summary>Channels of the result, at least 1.</summary>
    public int Outputs { get; } = outputs;

    /// <summary>The kernel's length, at least 1.</summary>
    public int Kernel { get; } = kernel;

    /// <summary>How far apart the positions of the kernel are, at least 1; 1 unless given.</summary>
    public int Stride { get; init; } = 1;

    /// <summary>Zeros around the signal, at least 0, or <see cref="Pad.Same"/>; 0 unless given.</summary>
    public int Padding { get; init; }

    /// <summary>Padding behind the signal where it differs from <see cref="Padding"/>, which then counts in front only.</summary>
    public int PaddingEnd { get; init; }

    /// <summary>
    /// Whether a position sees itself and what comes before, nothing behind: dilation · (kernel - 1) zeros in front and none behind. <see cref="Padding"/> is then not
    /// given. What streams is causal (<see cref="NetworkAttribute.Streaming"/>). False unless given.
    /// </summary>
    public bool Causal { get; init; }

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
    /// It runs over all axes of <c>weight</c> but the first, channels and kernel. No bound unless given. <c>keras.constraints.MaxNorm(axis=[0, 1])</c> of Keras's kernel [width, channels, outputs].
    /// </summary>
    public double MaxNorm { get; init; }

    /// <summary>
    /// The name of an earlier layer of the same kind and shapes whose parameters this one uses instead of its own.
    /// </summary>
    public string? Shares { get; init; }
}
