using System;

namespace NetCompiler;

/// <summary>
/// Each channel continued by its own reflection, in which the outermost elements are not repeated: 2 1 | 0 1 2 | 1 0. [channels, length] becomes [channels, length + left + right].
/// <c>torch.nn.ReflectionPad1d</c>.
/// </summary>
/// <group>borders and sizes</group>
/// <formula>y = x continued by its reflection</formula>
/// <shape>[channels, length] → [channels, left + length + right]</shape>
/// <pytorch>torch.nn.ReflectionPad1d</pytorch>
/// <keras>none; keras.ops.pad(mode="reflect")</keras>
/// <sample>[Input(2, 8)] [ReflectionPad1d(2)]</sample>
/// <param name="padding">How many elements are added: left and right, at least 0 and smaller than the axis each: <c>ReflectionPad1d([1, 2])</c>.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class ReflectionPad1dAttribute(int[] padding) : LayerAttribute
{
    /// <summary>The same number on every side.</summary>
    /// <param name="padding">How many elements are added on each side, at least 0 and smaller than the axis.</param>
    public ReflectionPad1dAttribute(int padding)
        : this([padding, padding])
    {
    }

    /// <summary>How many elements are added: left and right.</summary>
    public int[] Padding { get; } = padding;
}
