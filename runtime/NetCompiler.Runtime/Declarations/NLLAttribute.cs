using System;

namespace NetCompiler;

/// <summary>
/// A loss: the negative log-likelihood of the target's class, where the value holds logarithms of the classes' probabilities, such as log-softmax gives. <c>torch.nn.NLLLoss</c>.
/// </summary>
/// <group>losses</group>
/// <formula>mean of −w_t x_t</formula>
/// <shape>[classes] and class index; [classes, ...] and [...]; of a sequence [steps, classes] and [steps]</shape>
/// <pytorch>torch.nn.NLLLoss(weight, ignore_index, reduction)</pytorch>
/// <keras>none</keras>
/// <sample>[Input(8)] [Linear(3), LogSoftmax] [NLL]</sample>
/// <remarks>
/// Positions, steps, weights and the ignored index are as in <see cref="SoftmaxCrossEntropyAttribute"/>, which takes the logarithm of the softmax itself. With <see cref="ClassWeights"/> the mean divides by the number of
/// predictions; PyTorch's, by the sum of their weights, is <see cref="Reduction.WeightedMean"/>.
/// </remarks>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class NLLAttribute : TargetLossAttribute
{
    /// <summary>The class index of positions that are left out, as in <see cref="SoftmaxCrossEntropyAttribute.IgnoreIndex"/>; none unless given.</summary>
    public int IgnoreIndex { get; init; }

    /// <summary>w: one number for each class, at least 0; 1 unless given. PyTorch's <c>weight</c>.</summary>
    public double[]? ClassWeights { get; init; }
}
