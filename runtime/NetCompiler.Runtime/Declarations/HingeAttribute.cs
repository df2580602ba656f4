using System;

namespace NetCompiler;

/// <summary>
/// A loss of a classifier of two classes: 0 where the score has the target's sign and is large enough. The target is 1 or -1, <see cref="float"/>, in the shape of the value. With
/// <c>P = 2</c> it is the squared hinge.
/// </summary>
/// <group>losses</group>
/// <formula>mean of max(0, margin − t y)^p</formula>
/// <shape>[...] and target [...]</shape>
/// <pytorch>none; torch.nn.SoftMarginLoss is its smooth kin</pytorch>
/// <keras>keras.losses.Hinge; with P = 2 keras.losses.SquaredHinge</keras>
/// <sample>[Input(8)] [Linear(1)] [Hinge(P = 2)]</sample>
/// <remarks>For more than two classes there is <see cref="MultiMarginAttribute"/>. Targets of 0 and 1 are not converted. Of a sequence with lengths it is the mean over the steps of a sample that count, and over samples.</remarks>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class HingeAttribute : TargetLossAttribute
{
    /// <summary>The power: 1, or 2 for the squared hinge; 1 unless given.</summary>
    public int P { get; init; } = 1;

    /// <summary>How large a right score must be, at least 0; 1 unless given.</summary>
    public double Margin { get; init; } = 1.0;
}
