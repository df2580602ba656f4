using System;

namespace NetCompiler;

/// <summary>
/// x where it is above a threshold, else a fixed value, elementwise; the derivative at the threshold is 0. NaN stays NaN.
/// <c>torch.nn.Threshold</c>.
/// </summary>
/// <group>activations</group>
/// <formula>y = x for x &gt; threshold, else value</formula>
/// <shape>[...] → [...]</shape>
/// <pytorch>torch.nn.Threshold(threshold, value)</pytorch>
/// <keras>none; keras.layers.ReLU(threshold) has the value 0 below</keras>
/// <sample>[Input(8)] [Threshold(0.1, 20)]</sample>
/// <param name="threshold">Above which x passes, a finite number.</param>
/// <param name="value">What stands elsewhere, a finite number.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class ThresholdAttribute(double threshold, double value) : LayerAttribute
{
    /// <summary>Above which x passes, a finite number.</summary>
    public double Threshold { get; } = threshold;

    /// <summary>What stands elsewhere, a finite number.</summary>
    public double Value { get; } = value;
}
