using System;

namespace NetCompiler;

/// <summary>
/// In training, sets each element with probability p to the limit of <see cref="SELUAttribute"/> far below 0, and scales and shifts all so that mean 0 and variance 1 stay; in inference and
/// evaluation it changes nothing. <c>torch.nn.AlphaDropout</c>; Klambauer et al. 2017, arXiv:1706.02515.
/// </summary>
/// <group>noise</group>
/// <formula>y = a x + b, or with probability p a α' + b; α' = -1.7580993408473766, a = 1 / √((1 - p)(1 + p α'²)), b = -a p α'</formula>
/// <shape>[...] → [...]</shape>
/// <pytorch>torch.nn.AlphaDropout</pytorch>
/// <keras>keras.layers.AlphaDropout</keras>
/// <sample>[Input(8)] [SELU] [AlphaDropout(0.1)]</sample>
/// <remarks>
/// The mask depends on the seed, the step, the layer and the element's logical index only, never on the number of workers. With p = 1 everything is 0, as in PyTorch.
/// </remarks>
/// <param name="p">The probability that an element is dropped, from 0 to 1; 0.5 unless given.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class AlphaDropoutAttribute(double p = 0.5) : LayerAttribute
{
    /// <summary>The probability that an element is dropped, from 0 to 1.</summary>
    public double P { get; } = p;
}
