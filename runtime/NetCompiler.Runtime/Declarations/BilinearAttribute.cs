using System;

namespace NetCompiler;

/// <summary>A bilinear form of two values for each output. <c>torch.nn.Bilinear</c>.</summary>
/// <group>dense layers</group>
/// <formula>y[o] = x₁ᵀ W[o] x₂ + b[o]</formula>
/// <shape>[..., inputs1], [..., inputs2] → [..., outputs]</shape>
/// <stores>weight [outputs, inputs1, inputs2]; bias [outputs]</stores>
/// <pytorch>torch.nn.Bilinear(in1_features, in2_features, outputs)</pytorch>
/// <keras>none</keras>
/// <sample>[Input(4, Name = "left")] [Input(6, Name = "right")] [Bilinear(3, "left", "right")]</sample>
/// <remarks>
/// x₁ and x₂ are the two named values, or the current value and the named one. Weight and bias begin as U(1/√inputs1). Of two sequences, which have the same steps, it works on each step.
/// </remarks>
/// <param name="outputs">The last extent of the result, at least 1.</param>
/// <param name="names">The names of x₁ and x₂; of x₂ alone where x₁ is the current value.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class BilinearAttribute(int outputs, params string[] names) : BiasedLayerAttribute
{
    /// <summary>The last extent of the result, at least 1.</summary>
    public int Outputs { get; } = outputs;

    /// <summary>The names of x₁ and x₂; of x₂ alone where x₁ is the current value.</summary>
    public string[] Names { get; } = names;

    /// <summary>Whether b is added; true unless given.</summary>
    public bool Bias { get; init; } = true;

    /// <summary>
    /// The greatest Euclidean norm of the weights of each output after a training step, above 0: where it is greater, w ← w · MaxNorm / (‖w‖ + 1e-7).
    /// It runs over the last two axes of <c>weight</c>, the elements of W[o]. No bound unless given. The formula is that of <c>keras.constraints.MaxNorm</c>; Keras has no such layer.
    /// </summary>
    public double MaxNorm { get; init; }

    /// <summary>The name of an earlier layer of the same kind and shapes whose parameters this one uses instead of its own.</summary>
    public string? Shares { get; init; }
}
