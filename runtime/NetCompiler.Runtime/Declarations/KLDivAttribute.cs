using System;

namespace NetCompiler;

/// <summary>
/// A loss: the Kullback-Leibler divergence of the value's distribution from the target's. The value holds logarithms of probabilities, the target probabilities, or their logarithms too,
/// <see cref="float"/> in the shape of the value. <c>torch.nn.KLDivLoss</c>.
/// </summary>
/// <group>losses</group>
/// <formula>mean of t (log t − x); with a target of logarithms of exp(t) (t − x)</formula>
/// <shape>[...] and target [...]</shape>
/// <pytorch>torch.nn.KLDivLoss(reduction, log_target)</pytorch>
/// <keras>keras.losses.KLDivergence, of probabilities</keras>
/// <sample>[Input(8)] [Linear(3), LogSoftmax] [KLDiv(Reduction = Reduction.Sum)]</sample>
/// <remarks>
/// As in PyTorch the mean is over all elements, which is no divergence: <see cref="Reduction.Sum"/> adds those of a sample and is the mean over samples, PyTorch's <c>batchmean</c>. Where t is 0 its term is 0.
/// Of a sequence with lengths steps that do not count add nothing.
/// </remarks>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class KLDivAttribute : TargetLossAttribute
{
    /// <summary>Whether the target holds logarithms of probabilities; false unless given. PyTorch's <c>log_target</c>.</summary>
    public bool LogTarget { get; init; }
}
