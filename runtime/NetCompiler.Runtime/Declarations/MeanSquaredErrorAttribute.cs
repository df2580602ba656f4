using System;

namespace NetCompiler;

/// <summary>
/// A loss: the mean of (value - target)² over all elements of all samples. The target is <see cref="float"/>, in the shape of the
/// value. <c>torch.nn.MSELoss</c>.
/// </summary>
/// <group>losses</group>
/// <formula>mean (y − t)²</formula>
/// <shape>[...] and target [...]</shape>
/// <pytorch>torch.nn.MSELoss(reduction)</pytorch>
/// <keras>keras.losses.MeanSquaredError</keras>
/// <sample>[Input(8)] [Linear(3)] [MeanSquaredError]</sample>
/// <remarks>
/// Losses come after all layers. Of a sequence with lengths it is the mean over the steps of a sample that count, and over samples: each sample weighs the same, however many steps it
/// has. What the target holds at other steps makes no difference.
/// </remarks>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class MeanSquaredErrorAttribute : TargetLossAttribute;
