using System;

namespace NetCompiler;

/// <summary>
/// x where it is positive, else slope · x, elementwise; the derivative at 0 is the slope. NaN stays NaN. <c>torch.nn.LeakyReLU</c>; Maas et
/// al. 2013.
/// </summary>
/// <group>activations</group>
/// <formula>y = x for x &gt; 0, else slope · x</formula>
/// <shape>[...] → [...]</shape>
/// <pytorch>torch.nn.LeakyReLU</pytorch>
/// <keras>keras.layers.LeakyReLU (whose default slope is 0.3)</keras>
/// <sample>[Input(8)] [LeakyReLU(0.1)]</sample>
/// <param name="negativeSlope">The slope below 0, a finite number; 0.01 unless given.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class LeakyReLUAttribute(double negativeSlope = 0.01) : LayerAttribute
{
    /// <summary>The slope below 0, a finite number.</summary>
    public double NegativeSlope { get; } = negativeSlope;
}
