using System;

namespace NetCompiler;

/// <summary>A loss: the mean of |value - target| over all elements of all samples. The target is <see cref="float"/>, in the shape of the value. <c>torch.nn.L1Loss</c>.</summary>
/// <group>losses</group>
/// <formula>mean |y − t|</formula>
/// <shape>[...] and target [...]</shape>
/// <pytorch>torch.nn.L1Loss(reduction)</pytorch>
/// <keras>keras.losses.MeanAbsoluteError</keras>
/// <sample>[Input(8)] [Linear(3)] [MeanAbsoluteError]</sample>
/// <remarks>Where value and target are equal its derivative is 0. Of a sequence with lengths it is the mean over the steps of a sample that count, and over samples.</remarks>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class MeanAbsoluteErrorAttribute : TargetLossAttribute;
