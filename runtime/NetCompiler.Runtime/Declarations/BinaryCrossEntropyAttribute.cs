using System;

namespace NetCompiler;

/// <summary>
/// A loss: the mean of -(t log p + (1 - t) log(1 - p)) over all elements of all samples, where p are probabilities, such as a <see cref="SigmoidAttribute"/> gives, and t the target, numbers
/// from 0 to 1 in the shape of the value. <c>torch.nn.BCELoss</c>.
/// </summary>
/// <group>losses</group>
/// <formula>mean of −c (t max(log p, −100) + (1 − t) max(log(1 − p), −100))</formula>
/// <shape>[...] and target [...]</shape>
/// <pytorch>torch.nn.BCELoss(weight, reduction)</pytorch>
/// <keras>keras.losses.BinaryCrossentropy</keras>
/// <sample>[Input(8)] [Linear(3), Sigmoid] [BinaryCrossEntropy]</sample>
/// <remarks>
/// Prefer <see cref="BinaryCrossEntropyWithLogitsAttribute"/> without a sigmoid: it keeps the digits of probabilities near 0 and 1. Logarithms are at least -100, and the gradient divides by p (1 - p), at least 1e-12, as in
/// PyTorch. A p outside of 0 to 1 makes the loss NaN. Of a sequence with lengths it is the mean over the steps of a sample that count, and over samples.
/// </remarks>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class BinaryCrossEntropyAttribute : TargetLossAttribute
{
    /// <summary>
    /// c: one number for each class, 0 to 1e6, that its elements are multiplied by; 1 unless given. PyTorch's <c>weight</c> of [classes]. Classes are the elements of a vector, the
    /// channels of [channels, positions…], and the last axis of a sequence.
    /// </summary>
    public double[]? ClassWeights { get; init; }
}
