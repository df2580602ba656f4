using System;

namespace NetCompiler;

/// <summary>
/// A loss of two vectors, such as the ends of two towers that share parameters: their directions should be equal where the target is 1, and differ where it is -1. <c>torch.nn.CosineEmbeddingLoss</c>.
/// </summary>
/// <group>losses</group>
/// <formula>mean of 1 − cos(a, b) where t &gt; 0, else of max(0, cos(a, b) − margin)</formula>
/// <shape>[features], [features] and target [1]; of sequences [steps, features], [steps, features] and [steps, 1]</shape>
/// <pytorch>torch.nn.CosineEmbeddingLoss(margin, reduction)</pytorch>
/// <keras>none; keras.losses.CosineSimilarity has no margin</keras>
/// <sample>[Input(8, Name = "left")] [Input(8, Name = "right")] [From("left"), Linear(4, Name = "a")] [From("right"), Linear(4, Shares = "a", Name = "b")] [CosineEmbedding("a", "b")]</sample>
/// <remarks>The cosine is Σ ab / √((Σ a² + 1e-12) (Σ b² + 1e-12)), as PyTorch's. The target is <see cref="float"/>, one a sample, of sequences one a step.</remarks>
/// <param name="first">The name of a value of vectors.</param>
/// <param name="second">The name of another of the same shape.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class CosineEmbeddingAttribute(string first, string second) : LossAttribute
{
    /// <summary>The name of a value of vectors.</summary>
    public string First { get; } = first;

    /// <summary>The name of another of the same shape.</summary>
    public string Second { get; } = second;

    /// <summary>The name of the target: an argument of the training functions, or a value of the network. Unless given, an argument of its own, <c>target</c>.</summary>
    public string? Target { get; init; }

    /// <summary>How large the cosine of different ones may be, -1 to 1; 0 unless given.</summary>
    public double Margin { get; init; }
}
