using System;

namespace NetCompiler;

/// <summary>One vector for a bag of integers: the mean, sum or maximum of the rows of a table that they name. For sparse categories. <c>torch.nn.EmbeddingBag</c>.</summary>
/// <group>tokens and attention</group>
/// <formula>y = Σ weight[i] / n, Σ a[i] · weight[i], or max weight[i], over the integers i of a bag that count</formula>
/// <shape>[steps] integers → [width]</shape>
/// <stores>weight [count, width]</stores>
/// <pytorch>torch.nn.EmbeddingBag(count, width, mode="mean", padding_idx=None)</pytorch>
/// <keras>none: keras.layers.CategoryEncoding(output_mode="multi_hot") and keras.layers.Dense(use_bias=False) are its sum</keras>
/// <sample>[Input(Steps = 5, Element = ElementType.Int32, Vocabulary = 100)] [EmbeddingBag(100, 8)]</sample>
/// <remarks>
/// The bag is a sequence of integers. Those that count are the ones within the row's length, where the input has lengths, and that are not <see cref="PaddingIndex"/>, with which shorter bags are filled up. A bag of which none
/// counts gives 0. The table begins as the normal distribution with mean 0 and deviation 1. Each integer is 0 to <see cref="InputAttribute.Vocabulary"/> - 1, which is at most count.
/// </remarks>
/// <param name="count">How many vectors there are, at least as many as the input's vocabulary. PyTorch's <c>num_embeddings</c>.</param>
/// <param name="width">How many numbers each has, at least 1. PyTorch's <c>embedding_dim</c>.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class EmbeddingBagAttribute(int count, int width) : WeightedLayerAttribute
{
    /// <summary>How many vectors there are.</summary>
    public int Count { get; } = count;

    /// <summary>How many numbers each has.</summary>
    public int Width { get; } = width;

    /// <summary>What is made of the vectors; <see cref="BagMode.Mean"/> unless given.</summary>
    public BagMode Mode { get; init; }

    /// <summary>The integer that does not count, and whose vector begins as zeros and is not trained; -1, the default, for none. PyTorch's <c>padding_idx</c>.</summary>
    public int PaddingIndex { get; init; } = -1;

    /// <summary>
    /// The name of a value with a factor for each integer of the bag, [steps], or [steps, 1] of a sequence with the bag's steps; null, the default, for none. Only with <see cref="BagMode.Sum"/>. PyTorch's
    /// <c>per_sample_weights</c>.
    /// </summary>
    public string? Weights { get; init; }

    /// <summary>
    /// The greatest Euclidean norm of each vector after a training step, above 0: where it is greater, w ← w · MaxNorm / (‖w‖ + 1e-7).
    /// It runs over the width, the second axis of <c>weight</c>, in all rows, whether the batch had them or not. No bound unless given. The formula is that of <c>keras.constraints.MaxNorm</c> and of PyTorch's <c>max_norm</c>, which applies it to the rows that a call looks up, before it reads them.
    /// </summary>
    public double MaxNorm { get; init; }

    /// <summary>The name of an earlier layer with a weight [count, width] that this one uses instead of its own.</summary>
    public string? Shares { get; init; }
}
