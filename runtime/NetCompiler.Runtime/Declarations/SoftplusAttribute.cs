using System;

namespace NetCompiler;

/// <summary>
/// log(1 + exp(β x)) / β, elementwise, and x itself where β x is above a threshold: a smooth ReLU. NaN stays NaN. <c>torch.nn.Softplus</c>.
/// </summary>
/// <group>activations</group>
/// <formula>y = log(1 + exp(β x)) / β for β x up to the threshold, else x</formula>
/// <shape>[...] → [...]</shape>
/// <pytorch>torch.nn.Softplus</pytorch>
/// <keras>keras.activations.softplus, with β = 1</keras>
/// <sample>[Input(8)] [Softplus]</sample>
/// <param name="beta">β, from 1e-6 to 1e6; 1 unless given.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class SoftplusAttribute(double beta = 1.0) : LayerAttribute
{
    /// <summary>β, from 1e-6 to 1e6.</summary>
    public double Beta { get; } = beta;

    /// <summary>Above which β x counts as a straight line, a finite number; 20 unless given.</summary>
    public double Threshold { get; init; } = 20.0;
}
