using System;

namespace NetCompiler;

/// <summary>The gated feed-forward unit of Gemma and T5 1.1: one projection goes through GELU and multiplies another, and a third leads back. Shazeer 2020, "GLU variants improve transformer", arXiv:2002.05202.</summary>
/// <group>dense layers</group>
/// <formula>y = W_down (GELU(W_gate x) ⊙ W_up x)</formula>
/// <shape>[..., inputs] → [..., outputs], outputs = inputs unless given</shape>
/// <stores>gate_proj.weight, up_proj.weight [hidden, inputs]; down_proj.weight [outputs, hidden]; with Bias gate_proj.bias, up_proj.bias [hidden]; down_proj.bias [outputs]</stores>
/// <pytorch>none; transformers.models.gemma.modeling_gemma.GemmaMLP, with its names, which takes the tanh form</pytorch>
/// <keras>none</keras>
/// <sample>[Input(8)] [GeGLU(16)]</sample>
/// <remarks>All parameters begin as those of <see cref="LinearAttribute"/>.</remarks>
/// <param name="hidden">How wide the unit is inside, at least 1. <c>intermediate_size</c>.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class GeGLUAttribute(int hidden) : BiasedLayerAttribute
{
    /// <summary>How wide the unit is inside, at least 1.</summary>
    public int Hidden { get; } = hidden;

    /// <summary>How GELU is computed; <see cref="GELUApproximation.None"/>, exactly, unless given. Gemma takes <see cref="GELUApproximation.Tanh"/>.</summary>
    public GELUApproximation Approximate { get; init; }

    /// <summary>The last extent of the result, at least 1; that of the operand unless given.</summary>
    public int Outputs { get; init; }

    /// <summary>Whether the three projections add biases; false unless given.</summary>
    public bool Bias { get; init; }

    /// <summary>The name of an earlier layer of the same kind and shapes whose parameters this one uses instead of its own.</summary>
    public string? Shares { get; init; }
}
