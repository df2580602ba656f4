using System;

namespace NetCompiler;

/// <summary>
/// In training, sets each element to zero with probability p and multiplies the others by 1 / (1 - p); in inference and
/// evaluation it changes nothing. <c>torch.nn.Dropout</c>; Srivastava et al. 2014.
/// </summary>
/// <group>noise</group>
/// <formula>y = m x / (1 − p) with m = 0 with probability p, else 1; in inference y = x</formula>
/// <shape>[...] → [...]</shape>
/// <pytorch>torch.nn.Dropout</pytorch>
/// <keras>keras.layers.Dropout</keras>
/// <sample>[Input(8)] [Dropout(0.1)]</sample>
/// <remarks>The mask depends on the seed, the step, the layer and the element's logical index only, never on the number of workers.</remarks>
/// <param name="p">The probability, from 0 to 1.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class DropoutAttribute(double p = 0.5) : LayerAttribute
{
    /// <summary>The probability that an element is dropped, from 0 to 1.</summary>
    public double P { get; } = p;
}
