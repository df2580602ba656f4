using System;

namespace NetCompiler;

/// <summary>
/// The maximum of each window, each channel by itself. [channels, length] becomes [channels, length'].
/// <c>torch.nn.MaxPool1d</c>.
/// </summary>
/// <group>pools</group>
/// <formula>y[c, p] = max over k of x[c, p · stride + k · dilation − padding]</formula>
/// <shape>[channels, length] → [channels, length']; a sequence [steps, features] → [steps', features]</shape>
/// <pytorch>torch.nn.MaxPool1d</pytorch>
/// <keras>keras.layers.MaxPooling1D</keras>
/// <sample>[Input(2, 8)] [MaxPool1d(2)]</sample>
/// <remarks>
/// The new length is ⌊(size + padding - dilation · (window - 1) - 1) / stride⌋ + 1; padding counts both sides. Padding is never
/// the maximum. Of equal maxima the first gets the gradient. NaN stays NaN.
/// </remarks>
/// <param name="window">The window's length, at least 1.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class MaxPool1dAttribute(int window) : LayerAttribute
{
    /// <summary>The window's length, at least 1.</summary>
    public int Window { get; } = window;

    /// <summary>How far apart the positions of the window are, at least 1; the window itself unless given.</summary>
    public int Stride { get; init; }

    /// <summary>What is added around the signal, at least 0, or <see cref="Pad.Same"/>; 0 unless given.</summary>
    public int Padding { get; init; }

    /// <summary>
    /// Whether a window ends at its position: it sees what comes before, nothing behind, as with dilation · (window - 1) of padding in front and none behind. <see cref="Padding"/>
    /// is then not given. What streams is causal, with a <see cref="Stride"/> of 1. False unless given.
    /// </summary>
    public bool Causal { get; init; }

    /// <summary>Padding behind the signal where it differs from <see cref="Padding"/>, which then counts in front only.</summary>
    public int PaddingEnd { get; init; }

    /// <summary>How far apart the elements of the window are, at least 1; 1 unless given.</summary>
    public int Dilation { get; init; } = 1;

    /// <summary>
    /// Whether sizes are rounded up instead of down: a last window may then reach beyond the padding, but not begin there;
    /// false unless given.
    /// </summary>
    public bool CeilMode { get; init; }
}
