using System;

namespace NetCompiler;

/// <summary>
/// Each channel continued by its own reflection, in which the outermost elements are not repeated: 2 1 | 0 1 2 | 1 0. [channels, height, width] becomes
/// [channels, height + top + bottom, width + left + right].
/// <c>torch.nn.ReflectionPad2d</c>.
/// </summary>
/// <group>borders and sizes</group>
/// <formula>y = x continued by its reflection</formula>
/// <shape>[channels, height, width] → [channels, top + height + bottom, left + width + right]</shape>
/// <pytorch>torch.nn.ReflectionPad2d</pytorch>
/// <keras>none; keras.ops.pad(mode="reflect")</keras>
/// <sample>[Input(2, 8, 8)] [ReflectionPad2d(2)]</sample>
/// <param name="padding">How many elements are added: left, right, top and bottom, in this order, at least 0 and smaller than the axis each: <c>ReflectionPad2d([1, 1, 2, 2])</c>.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class ReflectionPad2dAttribute(int[] padding) : LayerAttribute
{
    /// <summary>The same number on every side.</summary>
    /// <param name="padding">How many elements are added on each side, at least 0 and smaller than the axis.</param>
    public ReflectionPad2dAttribute(int padding)
        : this([padding, padding, padding, padding])
    {
    }

    /// <summary>How many elements are added: left, right, top and bottom, in this order.</summary>
    public int[] Padding { get; } = padding;
}
