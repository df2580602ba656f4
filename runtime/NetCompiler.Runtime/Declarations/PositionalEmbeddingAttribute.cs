using System;

namespace NetCompiler;

/// <summary>
/// Adds to each step of a sequence what belongs to its place. [steps, features] stays. Learned: row t of a <c>torch.nn.Embedding(steps, features)</c>. Sinusoidal:
/// sin(t · base^(-2i/features)) to feature 2i and cos of the same to feature 2i + 1; Vaswani et al. 2017, arXiv:1706.03762.
/// </summary>
/// <group>tokens and attention</group>
/// <formula>y_t = x_t + p_t</formula>
/// <shape>[steps, features] → [steps, features]</shape>
/// <stores>weight [steps, features], where it is learned</stores>
/// <pytorch>torch.nn.Embedding(steps, features) of 0, 1, 2, …, added</pytorch>
/// <keras>keras_hub.layers.PositionEmbedding, keras_hub.layers.SinePositionEncoding</keras>
/// <sample>[Input(4, Steps = 6)] [PositionalEmbedding]</sample>
/// <remarks>Parameter of the learned kind: <c>weight</c> [steps, features], from a normal distribution. Rotary positions are <see cref="MultiHeadAttentionAttribute.Rotary"/>.</remarks>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class PositionalEmbeddingAttribute : WeightedLayerAttribute
{
    /// <summary>What is added; <see cref="PositionalKind.Learned"/> unless given.</summary>
    public PositionalKind Kind { get; init; }

    /// <summary>The standard deviation with which learned vectors begin, at least 0; 1 unless given, as in <c>torch.nn.Embedding</c>.</summary>
    public double Deviation { get; init; } = 1;

    /// <summary>The base of the sinusoidal kind's wavelengths, above 1; 10000 unless given.</summary>
    public double Base { get; init; } = 10000;

    /// <summary>The name of an earlier layer of the same kind and shapes whose parameters this one uses instead of its own.</summary>
    public string? Shares { get; init; }
}
