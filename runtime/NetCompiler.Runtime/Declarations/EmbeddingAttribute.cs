using System;

namespace NetCompiler;

/// <summary>
/// A trainable vector for each integer: the rows of a table that the integers of an input name. Tokens [steps] become [steps, width]. <c>torch.nn.Embedding</c>.
/// </summary>
/// <group>tokens and attention</group>
/// <formula>y = row x of the table</formula>
/// <shape>[steps] of integers → [steps, width]</shape>
/// <stores>weight [count, width]</stores>
/// <pytorch>torch.nn.Embedding</pytorch>
/// <keras>keras.layers.Embedding</keras>
/// <sample>[Input(Steps = 6, Element = ElementType.Int32, Vocabulary = 10)] [Embedding(10, 4)]</sample>
/// <remarks>
/// Parameter: <c>weight</c> [count, width], from the normal distribution with mean 0 and deviation 1. The output layer of a language model may use the same weights:
/// <c>[Linear(count, Bias = false, Shares = "embedding")]</c> (Press and Wolf 2017, arXiv:1608.05859). The input's integers are checked where a call enters: they are 0 to
/// <see cref="InputAttribute.Vocabulary"/> - 1, which is at most count.
/// </remarks>
/// <param name="count">How many vectors there are, at least as many as the input's vocabulary. PyTorch's <c>num_embeddings</c>.</param>
/// <param name="width">How many numbers each has, at least 1. PyTorch's <c>embedding_dim</c>.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class EmbeddingAttribute(int count, int width) : WeightedLayerAttribute
{
    /// <summary>How many vectors there are.</summary>
    public int Count { get; } = count;

    /// <summary>How many numbers each has.</summary>
    public int Width { get; } = width;

    /// <summary>The integer whose vector begins as zeros and is not trained, as it stands for what is missing; -1, the default, for none. PyTorch's <c>padding_idx</c>.</summary>
    public int PaddingIndex { get; init; } = -1;

    /// <summary>
    /// The greatest Euclidean norm of each vector after a training step, above 0: where it is greater, w ← w · MaxNorm / (‖w‖ + 1e-7).
    /// It runs over the width, the second axis of <c>weight</c>, in all rows, whether the batch had them or not. No bound unless given. <c>keras.constraints.MaxNorm(axis=1)</c> as <c>embeddings_constraint</c>. PyTorch's <c>max_norm</c> has the same formula, for the rows that a call looks up, before it reads them.
    /// </summary>
    public double MaxNorm { get; init; }

    /// <summary>The name of an earlier layer with a weight [count, width] that this one uses instead of its own.</summary>
    public string? Shares { get; init; }
}
