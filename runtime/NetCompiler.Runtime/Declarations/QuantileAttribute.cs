using System;

namespace NetCompiler;

/// <summary>
/// A loss whose minimum is a quantile of the target's distribution: the pinball loss (Koenker and Bassett 1978). With several quantiles the last axis of the value holds one prediction for each.
/// </summary>
/// <group>losses</group>
/// <formula>mean of max(τ (t − y), (τ − 1) (t − y))</formula>
/// <shape>[...] and target [...]; with several quantiles [..., quantiles] and target [..., 1]</shape>
/// <pytorch>none</pytorch>
/// <keras>none</keras>
/// <sample>[Input(8)] [Linear(3)] [Quantile(0.1, 0.5, 0.9)]</sample>
/// <remarks>
/// With one quantile the target has the shape of the value; with several it has one number in the place of the predictions, which all of them are compared with. The mean is over them too.
/// Nothing keeps predictions of higher quantiles above those of lower ones. Of a sequence with lengths it is the mean over the steps of a sample that count, and over samples.
/// </remarks>
/// <param name="quantiles">τ, above 0 and below 1; at least one.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class QuantileAttribute(params double[] quantiles) : TargetLossAttribute
{
    /// <summary>τ, above 0 and below 1; at least one.</summary>
    public double[] Quantiles { get; } = quantiles;
}
