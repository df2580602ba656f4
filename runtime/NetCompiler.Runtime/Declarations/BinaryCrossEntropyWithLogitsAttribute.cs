using System;

namespace NetCompiler;

/// <summary>
/// A loss: the mean of -(w t log σ(x) + (1 - t) log(1 - σ(x))) over all elements of all samples, where x are logits and t the target, numbers
/// from 0 to 1 in the shape of the value. <c>torch.nn.BCEWithLogitsLoss</c>.
/// </summary>
/// <group>losses</group>
/// <formula>mean of −c (w t log σ(x) + (1 − t) log(1 − σ(x)))</formula>
/// <shape>[...] and target [...]</shape>
/// <pytorch>torch.nn.BCEWithLogitsLoss(weight, reduction, pos_weight)</pytorch>
/// <keras>keras.losses.BinaryCrossentropy(from_logits=True)</keras>
/// <sample>[Input(8)] [Linear(3)] [BinaryCrossEntropyWithLogits(PosWeights = [1, 2, 0.5])]</sample>
/// <remarks>
/// Losses come after all layers. The value is logits: a <see cref="SigmoidAttribute"/> before it would be applied twice. No logit
/// is too large for it. Of a sequence with lengths it is the mean over the steps of a sample that count, and over samples; what the target holds at other steps makes no difference.
/// Its classes are the elements of a vector, the channels of [channels, positions…], and the last axis of a sequence.
/// </remarks>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class BinaryCrossEntropyWithLogitsAttribute : TargetLossAttribute
{
    /// <summary>w, by which positive targets count more or less, 0 to 1e6; 1 unless given. PyTorch's <c>pos_weight</c>, one for all elements.</summary>
    public double PosWeight { get; init; } = 1.0;

    /// <summary>w for each class, 0 to 1e6, in the place of <see cref="PosWeight"/>. PyTorch's <c>pos_weight</c> of several elements.</summary>
    public double[]? PosWeights { get; init; }

    /// <summary>c: one number for each class, 0 to 1e6, that its elements are multiplied by; 1 unless given. PyTorch's <c>weight</c> of [classes]; the mean divides by the number of elements.</summary>
    public double[]? ClassWeights { get; init; }
}
