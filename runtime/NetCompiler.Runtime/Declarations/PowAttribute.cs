using System;

namespace NetCompiler;

/// <summary>
/// The current value to the power of a named earlier one, elementwise, or of a number: <c>[Pow(2)]</c>. Shapes broadcast as in PyTorch, aligned at the last
/// extent. A negative base has a power with a whole exponent only, else NaN, as in
/// PyTorch. <c>torch.pow</c>.
/// </summary>
/// <group>arithmetic</group>
/// <formula>y = x^a, or x^number</formula>
/// <shape>[...] with [...], broadcast → [...]</shape>
/// <pytorch>torch.pow</pytorch>
/// <keras>none; keras.ops.power</keras>
/// <sample>[Input(4)] [Pow(2)]</sample>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class PowAttribute : LayerAttribute
{
    /// <summary>To the power of a named value.</summary>
    /// <param name="exponent">Its name: of a line above, of an input, or <c>"input"</c> in a block.</param>
    public PowAttribute(string exponent) => Exponent = exponent;

    /// <summary>To the power of a number.</summary>
    /// <param name="number">A finite number.</param>
    public PowAttribute(double number) => Number = number;

    /// <summary>The name of the exponent, or a number in its place: a finite one.</summary>
    public string? Exponent { get; }

    /// <summary>The exponent where none is named, a finite number.</summary>
    public double Number { get; }
}
