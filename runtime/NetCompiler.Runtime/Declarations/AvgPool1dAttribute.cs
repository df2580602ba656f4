using System;

namespace NetCompiler;

/// <summary>
/// The mean of each window, each channel by itself. [channels, length] becomes [channels, length']. <c>torch.nn.AvgPool1d</c>.
/// </summary>
/// <group>pools</group>
/// <formula>y[c, p] = mean over k of x[c, p · stride + k − padding]</formula>
/// <shape>[channels, length] → [channels, length']; a sequence [steps, features] → [steps', features]</shape>
/// <pytorch>torch.nn.AvgPool1d</pytorch>
/// <keras>keras.layers.AveragePooling1D</keras>
/// <sample>[Input(2, 8)] [AvgPool1d(2)]</sample>
/// <remarks>The new length is ⌊(size + padding - window) / stride⌋ + 1; padding counts both sides.</remarks>
/// <param name="window">The window's length, at least 1.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class AvgPool1dAttribute(int window) : LayerAttribute
{
    /// <summary>The window's length, at least 1.</summary>
    public int Window { get; } = window;

    /// <summary>How far apart the positions of the window are, at least 1; the window itself unless given.</summary>
    public int Stride { get; init; }

    /// <summary>Zeros around the signal, at least 0, or <see cref="Pad.Same"/>; 0 unless given.</summary>
    public int Padding { get; init; }

    /// <summary>
    /// Whether a window ends at its position: it sees what comes before, nothing behind, as with window - 1 of padding in front and none behind. <see cref="Padding"/>
    /// is then not given. What streams is causal, with a <see cref="Stride"/> of 1. False unless given.
    /// </summary>
    public bool Causal { get; init; }

    /// <summary>Padding behind the signal where it differs from <see cref="Padding"/>, which then counts in front only.</summary>
    public int PaddingEnd { get; init; }

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
