using System;

namespace NetCompiler;

/// <summary>
/// The hinge loss of several classes: every other class's score must stay a margin below that of the target's. The target is a class index. <c>torch.nn.MultiMarginLoss</c>
/// (Crammer and Singer 2001; Weston and Watkins 1999).
/// </summary>
/// <group>losses</group>
/// <formula>mean of w_t / classes · Σ_{c ≠ t} max(0, margin − x_t + x_c)^p</formula>
/// <shape>[classes] and class index; [classes, ...] and [...]; of a sequence [steps, classes] and [steps]</shape>
/// <pytorch>torch.nn.MultiMarginLoss(p, margin, weight, reduction)</pytorch>
/// <keras>none; keras.losses.CategoricalHinge takes the largest other score only</keras>
/// <sample>[Input(8)] [Linear(3)] [MultiMargin(P = 2)]</sample>
/// <remarks>Positions and steps are as in <see cref="SoftmaxCrossEntropyAttribute"/>. In training a class index outside of 0 to classes - 1 is an <see cref="ArgumentException"/>.</remarks>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class MultiMarginAttribute : TargetLossAttribute
{
    /// <summary>The power, 1 or 2; 1 unless given.</summary>
    public int P { get; init; } = 1;

    /// <summary>By how much the score of the right class must be above the others, at least 0; 1 unless given.</summary>
    public double Margin { get; init; } = 1.0;

    /// <summary>w: one number for each class, at least 0, that samples of the class are multiplied by; 1 unless given. PyTorch's <c>weight</c>, whose mean divides by the samples here.</summary>
    public double[]? ClassWeights { get; init; }
}
