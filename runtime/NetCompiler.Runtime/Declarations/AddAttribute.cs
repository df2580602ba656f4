using System;

namespace NetCompiler;

/// <summary>
/// Adds the current value and the named earlier ones: x + a + b + …, or a number: <c>[Add(0.5)]</c>. Shapes broadcast as in PyTorch, aligned at the last
/// extent. <c>torch.add</c>.
/// </summary>
/// <group>arithmetic</group>
/// <formula>y = x + a + b + …, or x + number</formula>
/// <shape>[...] with [...], broadcast → [...]</shape>
/// <pytorch>torch.add</pytorch>
/// <keras>keras.layers.Add</keras>
/// <sample>[Input(4)] [Linear(4, Name = "a")] [ReLU] [Add("a")]</sample>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class AddAttribute : LayerAttribute
{
    /// <summary>Combines the current value with named ones.</summary>
    /// <param name="names">One name or more: of lines above, of inputs, or <c>"input"</c> in a block.</param>
    public AddAttribute(params string[] names) => Names = names;

    /// <summary>Combines the current value with a number.</summary>
    /// <param name="number">A finite number.</param>
    public AddAttribute(double number) => (Names, Number) = ([], number);

    /// <summary>The names of the values that are combined with the current one: of lines above, of inputs, or <c>"input"</c> in a block. Or a number in their place.</summary>
    public string[] Names { get; }

    /// <summary>A finite number. It counts where no name is given.</summary>
    public double Number { get; }
}
