using System;

namespace NetCompiler;

/// <summary>
/// Zeros around each channel. [channels, length] becomes [channels, length + left + right].
/// <c>torch.nn.ZeroPad1d</c>.
/// </summary>
/// <remarks>Directly before a convolution it costs nothing: the convolution takes over its padding.</remarks>
/// <param name="padding">How many elements are added: left and right, at least 0 each: <c>ZeroPad1d([1, 2])</c>.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class ZeroPad1dAttribute(int[] padding) : LayerAttribute
{
    /// <summary>The same number on every side.</summary>
    /// <param name="padding">How many elements are added on each side, at least 0.</param>
    public ZeroPad1dAttribute(int padding)
        : this([padding, padding])
    {
    }

    /// <summary>How many elements are added: left and right.</summary>
    public int[] Padding { get; } = padding;
}
