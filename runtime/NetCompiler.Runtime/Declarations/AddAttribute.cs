using System;

namespace NetCompiler;

/// <summary>
/// Adds the current value and the named earlier ones: x + a + b + …. Shapes broadcast as in PyTorch, aligned at the last
/// extent. <c>torch.add</c>.
/// </summary>
/// <group>arithmetic</group>
/// <formula>y = x + a + b + …</formula>
/// <shape>[...] with [...], broadcast → [...]</shape>
/// <pytorch>torch.add</pytorch>
/// <keras>keras.layers.Add</keras>
/// <sample>[Input(4)] [Linear(4, Name = "a")] [ReLU] [Add("a")]</sample>
/// <param name="names">One name or more: of lines above, of inputs, or <c>"input"</c> in a block.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class AddAttribute(params string[] names) : LayerAttribute
{
    /// <summary>The names of the values that are combined with the current one.</summary>
    public string[] Names { get; } = names;
}
