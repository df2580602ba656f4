using System;

namespace NetCompiler;

/// <summary>
/// A loss: half the squared Euclidean norm of the residual, mean over samples; its gradient by the value is the residual. The target is <see cref="float"/>, in the shape of the value.
/// </summary>
/// <group>losses</group>
/// <formula>mean over samples of ½ Σ (y − t)²</formula>
/// <shape>[...] and target [...]</shape>
/// <pytorch>none; 0.5 · torch.nn.MSELoss(reduction="sum") / samples</pytorch>
/// <keras>none</keras>
/// <sample>[Input(8)] [Linear(3)] [HalfSquaredError]</sample>
/// <remarks>
/// <see cref="LossAttribute.Reduction"/> is <see cref="Reduction.Sum"/> unless given: the elements of a sample are added. With <see cref="Reduction.Mean"/> it is half of
/// <see cref="MeanSquaredErrorAttribute"/>. Of a sequence with lengths, steps that do not count add nothing.
/// </remarks>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class HalfSquaredErrorAttribute : TargetLossAttribute
{
    /// <summary>Declares the loss.</summary>
    public HalfSquaredErrorAttribute() => Reduction = Reduction.Sum;
}
