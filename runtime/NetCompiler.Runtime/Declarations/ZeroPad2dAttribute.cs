using System;

namespace NetCompiler;

/// <summary>
/// Zeros around each channel. [channels, height, width] becomes
/// [channels, height + top + bottom, width + left + right].
/// <c>torch.nn.ZeroPad2d</c>.
/// </summary>
/// <group>borders and sizes</group>
/// <formula>y = x between zeros</formula>
/// <shape>[channels, height, width] → [channels, top + height + bottom, left + width + right]</shape>
/// <pytorch>torch.nn.ZeroPad2d</pytorch>
/// <keras>keras.layers.ZeroPadding2D</keras>
/// <sample>[Input(2, 8, 8)] [ZeroPad2d(1)]</sample>
/// <remarks>Directly before a convolution it costs nothing: the convolution takes over its padding.</remarks>
/// <param name="padding">How many elements are added: left, right, top and bottom, in this order, at least 0 each: <c>ZeroPad2d([1, 1, 2, 2])</c>.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class ZeroPad2dAttribute(int[] padding) : LayerAttribute
{
    /// <summary>The same number on every side.</summary>
    /// <param name="padding">How many elements are added on each side, at least 0.</param>
    public ZeroPad2dAttribute(int padding)
        : this([padding, padding, padding, padding])
    {
    }

    /// <summary>How many elements are added: left, right, top and bottom, in this order.</summary>
    public int[] Padding { get; } = padding;
}
