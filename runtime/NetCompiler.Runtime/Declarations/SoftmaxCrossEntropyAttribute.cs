using System;

namespace NetCompiler;

/// <summary>
/// A loss: the mean over the samples of -Σ_c t_c log softmax(x)_c, where x are the logits [classes] and t the target's
/// probabilities, or 1 at the target's class. <c>torch.nn.CrossEntropyLoss</c>.
/// </summary>
/// <group>losses</group>
/// <formula>mean of −Σ_c w_c ((1 − ε) t_c + ε / classes) log softmax(x)_c</formula>
/// <shape>[classes] and class index; [classes, ...] and [...]; of a sequence [steps, classes] and [steps]</shape>
/// <pytorch>torch.nn.CrossEntropyLoss(weight, ignore_index, reduction, label_smoothing)</pytorch>
/// <keras>keras.losses.SparseCategoricalCrossentropy(from_logits=True); with probabilities keras.losses.CategoricalCrossentropy(from_logits=True, label_smoothing)</keras>
/// <sample>[Input(8)] [Linear(3)] [SoftmaxCrossEntropy(LabelSmoothing = 0.1, ClassWeights = [1, 2, 0.5])]</sample>
/// <remarks>
/// Of logits [classes, height, width] or [classes, length] every position is a prediction of its own: the target of a sample is then a
/// class index for each position, [height, width] or [length], or probabilities in the shape of the logits, and the mean is over positions as
/// well.
/// <para>
/// Of a sequence of logits [steps, classes] every step is a prediction: the target is a class index for each step, [steps], or probabilities [steps, classes]. The mean of a sample is over its
/// steps that count and that <see cref="IgnoreIndex"/> does not leave out, and the mean of the batch over samples, so that a batch in parts adds up to the whole. That is PyTorch's mean where
/// all samples have as many such steps; where they differ, PyTorch's weighs each step the same, and this one each sample.
/// </para>
/// <para>
/// With <see cref="ClassWeights"/> the mean divides by the number of predictions: PyTorch's <c>reduction="none"</c> and then <c>.mean()</c>. PyTorch's own mean divides by the sum of the weights of the
/// batch's classes, which no part of a batch knows; that, and PyTorch's mean with an ignored index, is <see cref="Reduction.WeightedMean"/>.
/// </para>
/// <para>
/// Losses come after all layers. The value is logits: a <see cref="SoftmaxAttribute"/> before it would be applied twice. In training
/// a class index outside of 0 to classes - 1 is an <see cref="ArgumentException"/>.
/// </para>
/// </remarks>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class SoftmaxCrossEntropyAttribute : TargetLossAttribute
{
    /// <summary>What the target of a sample is; <see cref="TargetKind.ClassIndex"/> unless given.</summary>
    public TargetKind Targets { get; init; }

    /// <summary>
    /// The class index of positions that are left out of loss, mean and gradient, as PyTorch's <c>ignore_index</c>; none unless given. It may be one of the classes, a padding's, or any other number, such as
    /// -100. A sample of which all positions are left out has the loss 0. Accuracy is not reported with it. Not with probabilities.
    /// </summary>
    public int IgnoreIndex { get; init; }

    /// <summary>ε, 0 to 1: the share of the target that is spread over all classes (Szegedy et al. 2016); 0 unless given. PyTorch's <c>label_smoothing</c>.</summary>
    public double LabelSmoothing { get; init; }

    /// <summary>w: one number for each class, at least 0; 1 unless given. PyTorch's <c>weight</c>; see the remarks on its mean.</summary>
    public double[]? ClassWeights { get; init; }
}
