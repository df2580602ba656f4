using System;

namespace NetCompiler;

/// <summary>
/// A loss of three vectors, such as the ends of towers that share parameters: the anchor should be nearer to the positive one than to the negative one, by a margin. It has no target.
/// <c>torch.nn.TripletMarginLoss</c> (Balntas et al. 2016).
/// </summary>
/// <group>losses</group>
/// <formula>mean of max(0, margin + d(a, p) − d(a, n)), d(x, y) = ‖x − y + ε‖_p; with Swap min(d(a, n), d(p, n)) for d(a, n)</formula>
/// <shape>[features], [features] and [features]; of sequences [steps, features] three times</shape>
/// <pytorch>torch.nn.TripletMarginLoss(margin, p, eps, swap, reduction)</pytorch>
/// <keras>none</keras>
/// <sample>[Input(8, Name = "x")] [Input(8, Name = "y")] [Input(8, Name = "z")] [From("x"), Linear(4, Name = "a")] [From("y"), Linear(4, Shares = "a", Name = "p")] [From("z"), Linear(4, Shares = "a", Name = "n")] [TripletMargin("a", "p", "n")]</sample>
/// <remarks>Three values of one shape. Of sequences each step is a triplet, and the mean is over the steps of a sample that count.</remarks>
/// <param name="anchor">The name of a value of vectors.</param>
/// <param name="positive">The name of what should be near to it.</param>
/// <param name="negative">The name of what should be far from it.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class TripletMarginAttribute(string anchor, string positive, string negative) : LossAttribute
{
    /// <summary>The name of a value of vectors.</summary>
    public string Anchor { get; } = anchor;

    /// <summary>The name of what should be near to it.</summary>
    public string Positive { get; } = positive;

    /// <summary>The name of what should be far from it.</summary>
    public string Negative { get; } = negative;

    /// <summary>By how much the negative one must be further away, above 0; 1 unless given.</summary>
    public double Margin { get; init; } = 1.0;

    /// <summary>The order of the norm: at least 1, or <see cref="double.PositiveInfinity"/>; 2 unless given. PyTorch's <c>p</c>.</summary>
    public double P { get; init; } = 2.0;

    /// <summary>ε, which is added to each difference, 0 to 1; 1e-6 unless given. PyTorch's <c>eps</c>.</summary>
    public double Epsilon { get; init; } = 1e-6;

    /// <summary>Whether the distance of the positive to the negative one counts where it is the smaller; false unless given. PyTorch's <c>swap</c>.</summary>
    public bool Swap { get; init; }
}
