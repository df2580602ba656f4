using System;

namespace NetCompiler;

/// <summary>
/// A loss: the mean of -(w t log σ(x) + (1 - t) log(1 - σ(x))) over all elements of all samples, where x are logits and t the target, numbers
/// from 0 to 1 in the shape of the value. <c>torch.nn.BCEWithLogitsLoss</c>.
/// </summary>
/// <group>losses</group>
/// <formula>mean of −(w t log σ(x) + (1 − t) log(1 − σ(x))) over elements and samples</formula>
/// <shape>logits and target [...]</shape>
/// <pytorch>torch.nn.BCEWithLogitsLoss</pytorch>
/// <keras>keras.losses.BinaryCrossentropy(from_logits=True)</keras>
/// <sample>[Input(4)] [Linear(1)] [BinaryCrossEntropyWithLogits]</sample>
/// <remarks>
/// Losses come after all layers. The value is logits: a <see cref="SigmoidAttribute"/> before it would be applied twice. No logit
/// is too large for it. Of a sequence with lengths it is the mean over the steps of a sample that count, and over samples; what the target holds at other steps makes no difference.
/// </remarks>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class BinaryCrossEntropyWithLogitsAttribute : LayerAttribute
{
    /// <summary>The name of the value that is judged; the current value unless given.</summary>
    public string? Value { get; init; }

    /// <summary>
    /// The name of the target: a value of the network itself if a line has that name, and else an argument of the training functions,
    /// shared by all losses that name it. Unless given, an argument of its own: <c>target</c>, or <c>target2</c> for the second target.
    /// </summary>
    public string? Target { get; init; }

    /// <summary>Its factor in the sum of the losses, a finite number; 1 unless given.</summary>
    public double Weight { get; init; } = 1.0;

    /// <summary>w, by which positive targets count more or less, 0 to 1e6; 1 unless given. PyTorch's <c>pos_weight</c>, one for all elements.</summary>
    public double PosWeight { get; init; } = 1.0;
}
