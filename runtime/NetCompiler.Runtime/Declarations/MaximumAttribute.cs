using System;

namespace NetCompiler;

/// <summary>
/// The larger of the current value and the named earlier ones, elementwise, or of it and a number. Shapes broadcast as in PyTorch, aligned at the last
/// extent. Of two equal values each has half of the gradient. NaN stays NaN. <c>torch.maximum</c>.
/// </summary>
/// <group>arithmetic</group>
/// <formula>y = max(x, a, b, …), or max(x, number)</formula>
/// <shape>[...] with [...], broadcast → [...]</shape>
/// <pytorch>torch.maximum</pytorch>
/// <keras>keras.layers.Maximum</keras>
/// <sample>[Input(4)] [Linear(4, Name = "a")] [Linear(4)] [Maximum("a")]</sample>
/// <remarks>
/// <see cref="MaxAttribute"/> is the maximum over an axis.
/// </remarks>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class MaximumAttribute : LayerAttribute
{
    /// <summary>Combines the current value with named ones.</summary>
    /// <param name="names">One name or more: of lines above, of inputs, or <c>"input"</c> in a block.</param>
    public MaximumAttribute(params string[] names) => Names = names;

    /// <summary>Combines the current value with a number.</summary>
    /// <param name="number">A finite number.</param>
    public MaximumAttribute(double number) => (Names, Number) = ([], number);

    /// <summary>The names of the values that are combined with the current one: of lines above, of inputs, or <c>"input"</c> in a block. Or a number in their place.</summary>
    public string[] Names { get; }

    /// <summary>A finite number. It counts where no name is given.</summary>
    public double Number { get; }
}
