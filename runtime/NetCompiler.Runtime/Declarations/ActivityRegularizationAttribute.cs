using System;

namespace NetCompiler;

/// <summary>A regulariser of the current value: what it costs, as a mean over the samples, is part of the objective J and not of the loss L. The value stays as it is.</summary>
/// <group>regularisers</group>
/// <formula>y = x; J = L + mean over samples of (L1 · Σ |x| + L2 · Σ x²)</formula>
/// <shape>[...] → [...]</shape>
/// <pytorch>none: loss + (l1 * x.abs().sum() + l2 * x.square().sum()) / len(x)</pytorch>
/// <keras>keras.layers.ActivityRegularization(l1, l2)</keras>
/// <sample>[Input(8)] [Linear(4), ReLU] [ActivityRegularization(L1 = 0.01)]</sample>
/// <remarks>
/// As in Keras, <see cref="L2"/> has no half in front; that of weights (<c>L2</c>) has. The gradient of |x| at 0 is 0. Of a sequence the steps that count are summed. It does not count in the
/// numbering of layers, and does nothing in a network without a loss.
/// </remarks>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class ActivityRegularizationAttribute : LayerAttribute
{
    /// <summary>Factor of the sum of absolute values, at least 0; 0 unless given.</summary>
    public double L1 { get; init; }

    /// <summary>Factor of the sum of squares, at least 0; 0 unless given.</summary>
    public double L2 { get; init; }
}
