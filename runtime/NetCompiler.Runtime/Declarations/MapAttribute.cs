using System;

namespace NetCompiler;

/// <summary>
/// An elementwise function of your own, also differentiated: <c>[Map(nameof(Swish))]</c> on a static method of the same class whose
/// body is one expression, <c>static float Swish(float x) => x / (1 + MathF.Exp(-x));</c>.
/// </summary>
/// <group>activations</group>
/// <formula>y = f(x), with a method of your own</formula>
/// <shape>[...] → [...]</shape>
/// <pytorch>an expression</pytorch>
/// <keras>keras.layers.Lambda</keras>
/// <sample>[Input(8)] [Map("Cube")]</sample>
/// <remarks>
/// <para>
/// The method takes one <see cref="float"/> and returns one. Its expression may hold constants, <c>+ - * /</c>, comparisons,
/// <c>&amp;&amp; || !</c>, the conditional operator, calls of other such methods of the same class, and <c>Exp</c>, <c>Log</c>, <c>Sqrt</c>,
/// <c>Tanh</c>, <c>Abs</c>, <c>Sign</c>, <c>Max</c>, <c>Min</c>, <c>Pow</c>, <c>Sin</c> and <c>Cos</c> of <see cref="MathF"/> or
/// <see cref="Math"/>. Anything else is refused (NC0113).
/// </para>
/// <para>
/// The method is translated, never called: it is computed in the precision of the network, on vectors. Its source is needed, so the class must not
/// come from a referenced assembly.
/// </para>
/// </remarks>
/// <param name="function">The method's name, by <c>nameof</c>.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class MapAttribute(string function) : LayerAttribute
{
    /// <summary>The method's name.</summary>
    public string Function { get; } = function;
}
