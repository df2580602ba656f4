using System;

namespace NetCompiler;

/// <summary>
/// In training, sets each channel of [channels, length] to zero as a whole with probability p and multiplies the others by 1 / (1 - p); in
/// inference and evaluation it changes nothing. <c>torch.nn.Dropout1d</c>; Tompson et al. 2015, arXiv:1411.4280.
/// </summary>
/// <group>noise</group>
/// <formula>y = m x / (1 − p) with one m for a channel; in inference y = x</formula>
/// <shape>[channels, length] → [channels, length]</shape>
/// <pytorch>torch.nn.Dropout1d</pytorch>
/// <keras>keras.layers.SpatialDropout1D</keras>
/// <sample>[Input(2, 8)] [Dropout1d(0.1)]</sample>
/// <remarks>The mask depends on the seed, the step, the layer and the channel's index only, never on the number of workers.</remarks>
/// <param name="p">The probability, from 0 to 1.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class Dropout1dAttribute(double p = 0.5) : LayerAttribute
{
    /// <summary>The probability that a channel is dropped, from 0 to 1.</summary>
    public double P { get; } = p;
}
