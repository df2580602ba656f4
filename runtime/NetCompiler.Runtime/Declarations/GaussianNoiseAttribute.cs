using System;

namespace NetCompiler;

/// <summary>
/// In training, adds a number to each element that is drawn from a normal distribution with mean 0; in inference and evaluation it changes nothing.
/// <c>keras.layers.GaussianNoise</c>.
/// </summary>
/// <group>noise</group>
/// <formula>y = x + n, n from N(0, std²)</formula>
/// <shape>[...] → [...]</shape>
/// <pytorch>none; x + std * torch.randn_like(x) in training</pytorch>
/// <keras>keras.layers.GaussianNoise(stddev)</keras>
/// <sample>[Input(8)] [GaussianNoise(0.1)]</sample>
/// <remarks>
/// What is drawn depends on the seed, the step, the layer and the element's logical index only, never on the number of workers; it lies within 5.77 standard deviations.
/// </remarks>
/// <param name="std">The standard deviation, at least 0.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class GaussianNoiseAttribute(double std) : LayerAttribute
{
    /// <summary>The standard deviation, at least 0.</summary>
    public double Std { get; } = std;
}
