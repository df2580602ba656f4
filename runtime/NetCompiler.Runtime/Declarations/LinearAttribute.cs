using System;

namespace NetCompiler;

/// <summary>
/// A fully connected layer: y = W x + b, over the last extent. [..., inputs] becomes [..., outputs]. <c>torch.nn.Linear</c>.
/// </summary>
/// <group>dense layers</group>
/// <formula>y = W x + b</formula>
/// <shape>[..., inputs] → [..., outputs]</shape>
/// <stores>weight [outputs, inputs]; bias [outputs]</stores>
/// <pytorch>torch.nn.Linear</pytorch>
/// <keras>keras.layers.Dense</keras>
/// <sample>[Input(8)] [Linear(4)]</sample>
/// <remarks>
/// Parameters: <c>weight</c> [outputs, inputs] and, with <see cref="Bias"/>, <c>bias</c> [outputs]; both begin as U(1/√inputs). An image is flattened first
/// (<see cref="FlattenAttribute"/>) if it is to be one vector.
/// </remarks>
/// <param name="outputs">The last extent of the result, at least 1.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class LinearAttribute(int outputs) : BiasedLayerAttribute
{
    /// <summary>The last extent of the result, at least 1.</summary>
    public int Outputs { get; } = outputs;

    /// <summary>Whether b is added; true unless given.</summary>
    public bool Bias { get; init; } = true;

    /// <summary>
    /// The greatest Euclidean norm of the weights of each output after a training step, above 0: where it is greater, w ← w · MaxNorm / (‖w‖ + 1e-7).
    /// It runs over the inputs, the second axis of <c>weight</c>. No bound unless given. <c>keras.constraints.MaxNorm(axis=0)</c> of Keras's kernel [inputs, outputs].
    /// </summary>
    public double MaxNorm { get; init; }

    /// <summary>The name of an earlier layer of the same kind and shapes whose parameters this one uses instead of its own.</summary>
    public string? Shares { get; init; }
}
