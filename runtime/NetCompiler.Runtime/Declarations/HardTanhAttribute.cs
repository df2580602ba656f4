using System;

namespace NetCompiler;

/// <summary>
/// x between two bounds and the bound outside, elementwise; the derivative at the bounds is 0. NaN stays NaN.
/// <c>torch.nn.Hardtanh</c>.
/// </summary>
/// <group>activations</group>
/// <formula>y = min(max(x, minVal), maxVal)</formula>
/// <shape>[...] → [...]</shape>
/// <pytorch>torch.nn.Hardtanh(min_val, max_val)</pytorch>
/// <keras>keras.activations.hard_tanh, between -1 and 1</keras>
/// <sample>[Input(8)] [HardTanh(-2, 2)]</sample>
/// <param name="minVal">The least value; -1 unless given.</param>
/// <param name="maxVal">The largest value, above the least; 1 unless given.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class HardTanhAttribute(double minVal = -1.0, double maxVal = 1.0) : LayerAttribute
{
    /// <summary>The least value.</summary>
    public double MinVal { get; } = minVal;

    /// <summary>The largest value, above the least.</summary>
    public double MaxVal { get; } = maxVal;
}
