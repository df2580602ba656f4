using System;

namespace NetCompiler;

/// <summary>The greatest of several linear functions for each output: a convex activation that is learned. Goodfellow et al. 2013, "Maxout networks".</summary>
/// <group>dense layers</group>
/// <formula>y[o] = max over j of (W[o · pieces + j] · x + b[o · pieces + j])</formula>
/// <shape>[..., inputs] → [..., outputs]</shape>
/// <stores>weight [outputs · pieces, inputs]; bias [outputs · pieces]</stores>
/// <pytorch>none: torch.nn.Linear(inputs, outputs * pieces)(x).unflatten(-1, (outputs, pieces)).amax(-1)</pytorch>
/// <keras>none: keras.layers.MaxoutDense(outputs, nb_feature=pieces) of Keras 1</keras>
/// <sample>[Input(8)] [Maxout(4, 3)]</sample>
/// <remarks>
/// Weight and bias begin as U(1/√inputs). The gradient goes to the greatest piece; equal ones share it, as in <c>torch.amax</c>.
/// </remarks>
/// <param name="outputs">The last extent of the result, at least 1.</param>
/// <param name="pieces">How many linear functions each output is the greatest of, at least 1.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class MaxoutAttribute(int outputs, int pieces) : BiasedLayerAttribute
{
    /// <summary>The last extent of the result, at least 1.</summary>
    public int Outputs { get; } = outputs;

    /// <summary>How many linear functions each output is the greatest of, at least 1.</summary>
    public int Pieces { get; } = pieces;

    /// <summary>Whether b is added; true unless given.</summary>
    public bool Bias { get; init; } = true;

    /// <summary>
    /// The greatest Euclidean norm of the weights of each piece of each output after a training step, above 0: where it is greater, w ← w · MaxNorm / (‖w‖ + 1e-7).
    /// It runs over the inputs, the second axis of <c>weight</c>. No bound unless given. The formula is that of <c>keras.constraints.MaxNorm</c>; Goodfellow et al. train with such a bound.
    /// </summary>
    public double MaxNorm { get; init; }

    /// <summary>The name of an earlier layer of the same kind and shapes whose parameters this one uses instead of its own.</summary>
    public string? Shares { get; init; }
}
