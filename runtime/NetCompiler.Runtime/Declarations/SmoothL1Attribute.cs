using System;

namespace NetCompiler;

/// <summary>A loss: the absolute error, quadratic near 0. The target is <see cref="float"/>, in the shape of the value. <c>torch.nn.SmoothL1Loss</c>.</summary>
/// <group>losses</group>
/// <formula>mean of ½ r² / β where |r| &lt; β, else |r| − ½ β, with r = y − t</formula>
/// <shape>[...] and target [...]</shape>
/// <pytorch>torch.nn.SmoothL1Loss(reduction, beta)</pytorch>
/// <keras>none; keras.losses.Huber(beta) / beta</keras>
/// <sample>[Input(8)] [Linear(3)] [SmoothL1(Beta = 0.5)]</sample>
/// <remarks>Of a sequence with lengths it is the mean over the steps of a sample that count, and over samples.</remarks>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class SmoothL1Attribute : TargetLossAttribute
{
    /// <summary>β, at least 0, below which it is quadratic; 0 is the absolute error. 1 unless given.</summary>
    public double Beta { get; init; } = 1.0;
}
