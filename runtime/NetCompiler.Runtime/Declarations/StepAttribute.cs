using System;

namespace NetCompiler;

/// <summary>
/// 1 where x is positive, 0 where it is negative, elementwise: the unit of a perceptron. NaN stays NaN.
/// <c>torch.heaviside</c>.
/// </summary>
/// <group>activations</group>
/// <formula>y = 1 for x &gt; 0, AtZero for x = 0, 0 for x &lt; 0</formula>
/// <shape>[...] → [...]</shape>
/// <pytorch>torch.heaviside(x, values)</pytorch>
/// <keras>none; keras.ops.where(x &gt; 0, 1, 0)</keras>
/// <sample>[Input(8)] [Step]</sample>
/// <remarks>
/// Forward only: its derivative is 0 wherever there is one, so that gradient descent would never move a parameter before it. A network with such a parameter and a loss behind it does
/// not compile. Judge the value before the step instead, <c>[Linear(1, Name = "z")] [Step] [BinaryCrossEntropyWithLogits(Value = "z")]</c>, or put <see cref="SigmoidAttribute"/> in its place.
/// </remarks>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class StepAttribute : LayerAttribute
{
    /// <summary>What 0 becomes, a finite number; 1 unless given.</summary>
    public double AtZero { get; init; } = 1.0;
}
