using System;

namespace NetCompiler;

/// <summary>
/// Attention in several heads: of the current value, the query, over itself or over another value. [steps, features] stays [steps, features].
/// <c>torch.nn.MultiheadAttention</c> with <c>batch_first</c>; Vaswani et al. 2017, arXiv:1706.03762.
/// </summary>
/// <group>tokens and attention</group>
/// <formula>y = W_o (head₁, …, headₕ) + b_o, with head = softmax(q kᵀ / √d) v and d = features / heads</formula>
/// <shape>[steps, features] → [steps, features]</shape>
/// <stores>in_proj_weight [3 · features, features]; in_proj_bias [3 · features]; out_proj.weight [features, features]; out_proj.bias [features]; where keys or values have other features, q_proj_weight, k_proj_weight and v_proj_weight in place of in_proj_weight</stores>
/// <pytorch>torch.nn.MultiheadAttention(batch_first=True)</pytorch>
/// <keras>keras.layers.MultiHeadAttention</keras>
/// <sample>[Input(8, Steps = 6)] [MultiHeadAttention(2)]</sample>
/// <remarks>
/// <para>
/// q = x Wq + bq, k = m Wk + bk and v = m Wv + bv are divided into heads of d = features / heads; each head gives softmax(q kᵀ / √d + mask) v over the steps of the key, and
/// the heads side by side are projected once more. Where the key's sequence has lengths, steps behind a row's length have the weight 0.
/// </para>
/// <para>
/// Parameters: <c>in_proj_weight</c> [3 · features, features] for q, k and v in this order, uniform as Glorot and Bengio's, <c>in_proj_bias</c> [3 · features], zeros,
/// <c>out_proj.weight</c> [features, features], uniform from ±1/√features, <c>out_proj.bias</c> [features], zeros. Where keys or values have another number of features than the query, as with PyTorch's
/// <c>kdim</c> and <c>vdim</c>, <c>q_proj_weight</c>, <c>k_proj_weight</c> and <c>v_proj_weight</c> stand in place of <c>in_proj_weight</c>.
/// </para>
/// </remarks>
/// <param name="heads">Into how many heads the features are divided: at least 1, and a divisor of their number.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class MultiHeadAttentionAttribute(int heads) : BiasedLayerAttribute
{
    /// <summary>Into how many heads the features are divided.</summary>
    public int Heads { get; } = heads;

    /// <summary>The name of the value that keys are made of, [steps, features] with any number of either; the current value unless given.</summary>
    public string? Key { get; init; }

    /// <summary>The name of the value that values are made of, with as many steps as the key; the key unless given.</summary>
    public string? Value { get; init; }

    /// <summary>Whether step t of the query sees no steps of the key behind t; false unless given.</summary>
    public bool Causal { get; init; }

    /// <summary>
    /// The name of a value that is added to the scores, [steps of the query, steps of the key]: an input, for each sample its own, or a parameter, for all the same.
    /// -∞ takes a key's weight away. PyTorch's <c>attn_mask</c> of floats.
    /// </summary>
    public string? Mask { get; init; }

    /// <summary>
    /// The base of rotary positions, above 1: pairs of features 2i and 2i + 1 of queries and keys are turned by the angle t · base^(-2i/d) at step t (Su et al. 2021, arXiv:2104.09864;
    /// <c>torchtune.modules.RotaryPositionalEmbeddings</c>). 10000 is usual; 0, the default, is none. d must be even.
    /// </summary>
    public double Rotary { get; init; }

    /// <summary>The probability with which a weight is dropped in training, from 0 to 1; 0 unless given.</summary>
    public double Dropout { get; init; }

    /// <summary>Whether the projections add biases; true unless given.</summary>
    public bool Bias { get; init; } = true;

    /// <summary>The name of an earlier layer of the same kind and shapes whose parameters this one uses instead of its own.</summary>
    public string? Shares { get; init; }
}
