using System;

namespace NetCompiler;

/// <summary>
/// Divides the current value by the named earlier ones, elementwise, or by a number: x / a / b / …. Shapes broadcast as in PyTorch, aligned at the last
/// extent. A division by 0 is infinite or NaN, as in PyTorch. <c>torch.div</c>.
/// </summary>
/// <group>arithmetic</group>
/// <formula>y = x / a / b / …, or x / number</formula>
/// <shape>[...] with [...], broadcast → [...]</shape>
/// <pytorch>torch.div</pytorch>
/// <keras>none; keras.ops.divide</keras>
/// <sample>[Input(4)] [Linear(4)] [Sigmoid] [Add(1.0, Name = "a")] [From("input")] [Divide("a")]</sample>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class DivideAttribute : LayerAttribute
{
    /// <summary>Combines the current value with named ones.</summary>
    /// <param name="names">One name or more: of lines above, of inputs, or <c>"input"</c> in a block.</param>
    public DivideAttribute(params string[] names) => Names = names;

    /// <summary>Combines the current value with a number.</summary>
    /// <param name="number">A finite number other than 0.</param>
    public DivideAttribute(double number) => (Names, Number) = ([], number);

    /// <summary>The names of the values that are combined with the current one: of lines above, of inputs, or <c>"input"</c> in a block. Or a number in their place.</summary>
    public string[] Names { get; }

    /// <summary>A finite number other than 0. It counts where no name is given.</summary>
    public double Number { get; }
}
