using System;

namespace NetCompiler;

/// <summary>
/// A layer of an encoder: attention of a sequence over itself, and two linear layers over each step, both added to their operands and normalised. [steps, features] stays.
/// <c>torch.nn.TransformerEncoderLayer</c> with <c>batch_first</c>; Vaswani et al. 2017, arXiv:1706.03762. Causal and with the normalisation first it is the layer of GPT.
/// </summary>
/// <group>tokens and attention</group>
/// <formula>h = norm(x + attention(x)), y = norm(h + W₂ f(W₁ h + b₁) + b₂); with NormFirst the norms come first</formula>
/// <shape>[steps, features] → [steps, features]</shape>
/// <stores>self_attn.in_proj_weight [3 · features, features]; self_attn.in_proj_bias [3 · features]; self_attn.out_proj.weight [features, features]; self_attn.out_proj.bias [features]; linear1.weight [feedforward, features]; linear1.bias [feedforward]; linear2.weight [features, feedforward]; linear2.bias [features]; norm1.weight, norm1.bias, norm2.weight, norm2.bias [features]</stores>
/// <pytorch>torch.nn.TransformerEncoderLayer(batch_first=True)</pytorch>
/// <keras>keras_hub.layers.TransformerEncoder</keras>
/// <sample>[Input(8, Steps = 6)] [TransformerEncoderLayer(2, 16)]</sample>
/// <remarks>
/// Parameters, with a <c>state_dict</c>'s names: <c>self_attn.in_proj_weight</c>, <c>self_attn.in_proj_bias</c>, <c>self_attn.out_proj.weight</c>, <c>self_attn.out_proj.bias</c>
/// (<see cref="MultiHeadAttentionAttribute"/>), <c>linear1.weight</c> [feedforward, features], <c>linear1.bias</c>, <c>linear2.weight</c> [features, feedforward], <c>linear2.bias</c>,
/// <c>norm1.weight</c>, <c>norm1.bias</c>, <c>norm2.weight</c> and <c>norm2.bias</c> [features]. Where the sequence has lengths, steps behind a row's length are not attended to.
/// </remarks>
/// <param name="heads">Into how many heads the features are divided: at least 1, and a divisor of their number.</param>
/// <param name="feedforward">Features of each step between the two linear layers, at least 1.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class TransformerEncoderLayerAttribute(int heads, int feedforward = 2048) : BiasedLayerAttribute
{
    /// <summary>Into how many heads the features are divided.</summary>
    public int Heads { get; } = heads;

    /// <summary>Features of each step between the two linear layers, at least 1; 2048 unless given. PyTorch's <c>dim_feedforward</c>.</summary>
    public int Feedforward { get; } = feedforward;

    /// <summary>Whether step t sees no step behind t; false unless given.</summary>
    public bool Causal { get; init; }

    /// <summary>Whether each part normalises its operand (pre-norm) instead of its sum with the operand (post-norm); false unless given, as in PyTorch.</summary>
    public bool NormFirst { get; init; }

    /// <summary>The activation between the linear layers; <see cref="TransformerActivation.ReLU"/> unless given.</summary>
    public TransformerActivation Activation { get; init; }

    /// <summary>The probability of every dropout in it: of weights of attention, between the linear layers and of what each part adds. From 0 to 1; 0.1 unless given, as in PyTorch.</summary>
    public double Dropout { get; init; } = 0.1;

    /// <summary>ε of the normalisations, at least 0; 1e-5 unless given.</summary>
    public double Epsilon { get; init; } = 1e-5;

    /// <summary>Whether projections, linear layers and normalisations add biases; true unless given.</summary>
    public bool Bias { get; init; } = true;

    /// <summary>The name of a value that is added to the scores of the attention over itself, [steps, steps]: an input or a parameter. PyTorch's mask of floats.</summary>
    public string? Mask { get; init; }

    /// <summary>The base of rotary positions in the attention over itself, above 1; 0, the default, is none (<see cref="MultiHeadAttentionAttribute.Rotary"/>).</summary>
    public double Rotary { get; init; }

    /// <summary>The name of an earlier layer of the same kind and shapes whose parameters this one uses instead of its own.</summary>
    public string? Shares { get; init; }
}
