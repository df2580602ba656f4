using System;

namespace NetCompiler;

/// <summary>
/// Zeros around each channel. [channels, length] becomes [channels, length + left + right].
/// <c>torch.nn.ZeroPad1d</c>.
/// </summary>
/// <group>borders and sizes</group>
/// <formula>y = x between zeros</formula>
/// <shape>[channels, length] → [channels, left + length + right]</shape>
/// <pytorch>torch.nn.ZeroPad1d</pytorch>
/// <keras>keras.layers.ZeroPadding1D</keras>
/// <sample>[Input(2, 8)] [ZeroPad1d([1, 2])]</sample>
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
