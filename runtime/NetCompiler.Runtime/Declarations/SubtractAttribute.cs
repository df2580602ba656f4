using System;

namespace NetCompiler;

/// <summary>
/// Subtracts the named earlier values, or a number, from the current one: x - a - b - …. Shapes broadcast as in PyTorch, aligned at the last
/// extent. <c>torch.sub</c>.
/// </summary>
/// <group>arithmetic</group>
/// <formula>y = x - a - b - …, or x - number</formula>
/// <shape>[...] with [...], broadcast → [...]</shape>
/// <pytorch>torch.sub</pytorch>
/// <keras>keras.layers.Subtract</keras>
/// <sample>[Input(4)] [Linear(4, Name = "a")] [ReLU] [Subtract("a")]</sample>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class SubtractAttribute : LayerAttribute
{
    /// <summary>Combines the current value with named ones.</summary>
    /// <param name="names">One name or more: of lines above, of inputs, or <c>"input"</c> in a block.</param>
    public SubtractAttribute(params string[] names) => Names = names;

    /// <summary>Combines the current value with a number.</summary>
    /// <param name="number">A finite number.</param>
    public SubtractAttribute(double number) => (Names, Number) = ([], number);

    /// <summary>The names of the values that are combined with the current one: of lines above, of inputs, or <c>"input"</c> in a block. Or a number in their place.</summary>
    public string[] Names { get; }

    /// <summary>A finite number. It counts where no name is given.</summary>
    public double Number { get; }
}
