using System;

namespace NetCompiler;

/// <summary>
/// A loss of two vectors, such as the ends of two towers that share parameters: their distance should be 0 where the target is 1, and at least a margin where it is 0 (Hadsell, Chopra and LeCun 2006,
/// "Dimensionality reduction by learning an invariant mapping").
/// </summary>
/// <group>losses</group>
/// <formula>mean of ½ (t d² + (1 − t) max(0, margin − d)²), d = ‖a − b‖₂</formula>
/// <shape>[features], [features] and target [1]; of sequences [steps, features], [steps, features] and [steps, 1]</shape>
/// <pytorch>none</pytorch>
/// <keras>none; tensorflow_addons.losses.ContrastiveLoss, of distances and without the ½</keras>
/// <sample>[Input(8, Name = "left")] [Input(8, Name = "right")] [From("left"), Linear(4, Name = "a")] [From("right"), Linear(4, Shares = "a", Name = "b")] [Contrastive("a", "b")]</sample>
/// <remarks>The target is <see cref="float"/>, one a sample, of sequences one a step: 1 for equal ones, 0 for different ones, the other way round than the paper's Y. Where a and b are equal the gradient is 0.</remarks>
/// <param name="first">The name of a value of vectors.</param>
/// <param name="second">The name of another of the same shape.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class ContrastiveAttribute(string first, string second) : LossAttribute
{
    /// <summary>The name of a value of vectors.</summary>
    public string First { get; } = first;

    /// <summary>The name of another of the same shape.</summary>
    public string Second { get; } = second;

    /// <summary>The name of the target: an argument of the training functions, or a value of the network. Unless given, an argument of its own, <c>target</c>.</summary>
    public string? Target { get; init; }

    /// <summary>How far apart different ones must be, above 0; 1 unless given.</summary>
    public double Margin { get; init; } = 1.0;
}
