using System;

namespace NetCompiler;

/// <summary>
/// A loss: the negative log-likelihood of counts under a Poisson distribution, whose rate is exp(value), or the value. The target is <see cref="float"/>, in the shape of the value.
/// <c>torch.nn.PoissonNLLLoss</c>.
/// </summary>
/// <group>losses</group>
/// <formula>mean of exp(x) − t x; without LogInput of x − t log(x + ε); with Full + t log t − t + ½ log(2π t) where t &gt; 1</formula>
/// <shape>[...] and target [...]</shape>
/// <pytorch>torch.nn.PoissonNLLLoss(log_input, full, eps, reduction)</pytorch>
/// <keras>keras.losses.Poisson, of rates</keras>
/// <sample>[Input(8)] [Linear(3)] [PoissonNLL]</sample>
/// <remarks>Of a sequence with lengths it is the mean over the steps of a sample that count, and over samples.</remarks>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class PoissonNLLAttribute : TargetLossAttribute
{
    /// <summary>Whether the value is the logarithm of the rate; true unless given. PyTorch's <c>log_input</c>.</summary>
    public bool LogInput { get; init; } = true;

    /// <summary>Whether Stirling's approximation of log t! is added, which no gradient sees; false unless given. PyTorch's <c>full</c>.</summary>
    public bool Full { get; init; }

    /// <summary>ε, above 0, which keeps the logarithm of a rate of 0 finite; 1e-8 unless given. PyTorch's <c>eps</c>.</summary>
    public double Epsilon { get; init; } = 1e-8;
}
