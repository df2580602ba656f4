using System;

namespace NetCompiler;

/// <summary>A loss that is quadratic near 0 and linear beyond (Huber 1964). The target is <see cref="float"/>, in the shape of the value. <c>torch.nn.HuberLoss</c>.</summary>
/// <group>losses</group>
/// <formula>mean of ½ r² where |r| ≤ δ, else δ (|r| − ½ δ), with r = y − t</formula>
/// <shape>[...] and target [...]</shape>
/// <pytorch>torch.nn.HuberLoss(reduction, delta)</pytorch>
/// <keras>keras.losses.Huber(delta)</keras>
/// <sample>[Input(8)] [Linear(3)] [Huber(Delta = 0.5)]</sample>
/// <remarks>Of a sequence with lengths it is the mean over the steps of a sample that count, and over samples.</remarks>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class HuberAttribute : TargetLossAttribute
{
    /// <summary>δ, above 0, where it becomes linear; 1 unless given.</summary>
    public double Delta { get; init; } = 1.0;
}
