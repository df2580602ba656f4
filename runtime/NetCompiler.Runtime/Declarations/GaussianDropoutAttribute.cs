using System;

namespace NetCompiler;

/// <summary>
/// In training, multiplies each element by a number that is drawn from a normal distribution with mean 1 and the variance that dropout with probability p has; in inference and evaluation it
/// changes nothing. <c>keras.layers.GaussianDropout</c>; Srivastava et al. 2014, section 10.
/// </summary>
/// <group>noise</group>
/// <formula>y = x · n, n from N(1, p / (1 - p))</formula>
/// <shape>[...] → [...]</shape>
/// <pytorch>none; x * (1 + (p / (1 - p)) ** 0.5 * torch.randn_like(x)) in training</pytorch>
/// <keras>keras.layers.GaussianDropout(rate)</keras>
/// <sample>[Input(8)] [GaussianDropout(0.1)]</sample>
/// <remarks>
/// What is drawn depends on the seed, the step, the layer and the element's logical index only, never on the number of workers.
/// </remarks>
/// <param name="p">The probability of the dropout that it resembles, from 0 to 0.999; 0.5 unless given.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class GaussianDropoutAttribute(double p = 0.5) : LayerAttribute
{
    /// <summary>The probability of the dropout that it resembles, from 0 to 0.999.</summary>
    public double P { get; } = p;
}
