using System;

namespace NetCompiler;

/// <summary>
/// A loss: the mean over the samples of -Σ_c t_c log softmax(x)_c, where x are the logits [classes] and t the target's
/// probabilities, or 1 at the target's class. <c>torch.nn.CrossEntropyLoss</c>.
/// </summary>
/// <group>losses</group>
/// <formula>mean over samples of −Σ_c t_c log softmax(x)_c</formula>
/// <shape>logits [classes], target a class index or [classes]; [classes, ...] and [...] at every position; [steps, classes] and [steps] at every step</shape>
/// <pytorch>torch.nn.CrossEntropyLoss</pytorch>
/// <keras>keras.losses.SparseCategoricalCrossentropy(from_logits=True), keras.losses.CategoricalCrossentropy(from_logits=True)</keras>
/// <sample>[Input(4)] [Linear(3)] [SoftmaxCrossEntropy]</sample>
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
/// Losses come after all layers. The value is logits: a <see cref="SoftmaxAttribute"/> before it would be applied twice. In training
/// a class index outside of 0 to classes - 1 is an <see cref="ArgumentOutOfRangeException"/>.
/// </para>
/// </remarks>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class SoftmaxCrossEntropyAttribute : LayerAttribute
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

    /// <summary>What the target of a sample is; <see cref="TargetKind.ClassIndex"/> unless given.</summary>
    public TargetKind Targets { get; init; }

    /// <summary>
    /// The class index of positions that are left out of loss, mean and gradient, as PyTorch's <c>ignore_index</c>; none unless given. It may be one of the classes, a padding's, or any other number, such as
    /// -100. A sample of which all positions are left out has the loss 0. Accuracy is not reported with it.
    /// </summary>
    public int IgnoreIndex { get; init; }
}
