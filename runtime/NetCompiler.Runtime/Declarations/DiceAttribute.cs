using System;

namespace NetCompiler;

/// <summary>
/// A loss for segmentation: 1 - (2 Σ p t + s) / (Σ p + Σ t + s), the sums over the positions of a channel, and the mean of that over channels and samples.
/// p is the activated value [channels, height, width] or [channels, length], t the target. Milletari et al. 2016, arXiv:1606.04797, and
/// MONAI's <c>DiceLoss</c>.
/// </summary>
/// <group>losses</group>
/// <formula>mean over channels and samples of 1 − (2 Σ p t + s) / (Σ p + Σ t + s)</formula>
/// <shape>value [channels, ...], target [channels, ...] or class indices [...]</shape>
/// <pytorch>none; monai.losses.DiceLoss</pytorch>
/// <keras>keras.losses.Dice</keras>
/// <sample>[Input(1, 8, 8)] [Conv2d(2, 3, Padding = 1)] [Dice]</sample>
/// <remarks>Losses come after all layers. PyTorch has none; this is MONAI's with <c>smooth_nr = smooth_dr = s</c> and its means.</remarks>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class DiceAttribute : TargetLossAttribute
{
    /// <summary>What the target of a position is: a number for each channel in the shape of the value, a mask, unless given; or one class index.</summary>
    public TargetKind Targets { get; init; } = TargetKind.Probabilities;

    /// <summary>How p is made of the value; <see cref="DiceActivation.Sigmoid"/> unless given.</summary>
    public DiceActivation Activation { get; init; }

    /// <summary>s, at least 0, which keeps channels without any target from dividing by nothing; 1e-5 unless given.</summary>
    public double Smooth { get; init; } = 1e-5;

    /// <summary>Whether the denominator is Σ p² + Σ t² + s, as in the paper; false unless given.</summary>
    public bool Squared { get; init; }
}
