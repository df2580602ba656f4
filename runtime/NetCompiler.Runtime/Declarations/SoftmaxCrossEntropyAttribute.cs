using System;

namespace NetCompiler;

/// <summary>
/// A loss: the mean over the samples of -Σ_c t_c log softmax(x)_c, where x are the logits [classes] and t the target's
/// probabilities, or 1 at the target's class. <c>torch.nn.CrossEntropyLoss</c>.
/// </summary>
/// <remarks>
/// Of logits [classes, height, width] or [classes, length] every position is a prediction of its own: the target of a sample is then a
/// class index for each position, [height, width] or [length], or probabilities in the shape of the logits, and the mean is over positions as
/// well.
/// <para>
/// Of a sequence the features are the classes, [steps, classes], and every step is a prediction. With lengths the mean is over the steps of a sample that count, and over
/// samples: each sample weighs the same, however many steps it has, so that chunks of a batch add up to it. A class index at a step that does not count must be a class as well, 0 say.
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
}
