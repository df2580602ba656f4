using System;

namespace NetCompiler;

/// <summary>
/// Multiplies the current value and the named earlier ones: x · a · b · …, elementwise. Shapes broadcast as in PyTorch, aligned at the last
/// extent. <c>torch.mul</c>.
/// </summary>
/// <group>arithmetic</group>
/// <formula>y = x · a · b · …</formula>
/// <shape>[...] with [...], broadcast → [...]</shape>
/// <pytorch>torch.mul</pytorch>
/// <keras>keras.layers.Multiply</keras>
/// <sample>[Input(4)] [Linear(4, Name = "a")] [Sigmoid] [Multiply("a")]</sample>
/// <param name="names">One name or more: of lines above, of inputs, or <c>"input"</c> in a block.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class MultiplyAttribute(params string[] names) : LayerAttribute
{
    /// <summary>The names of the values that are combined with the current one.</summary>
    public string[] Names { get; } = names;
}
