using System;

namespace NetCompiler;

/// <summary>
/// A layer of a decoder: attention of a sequence over itself, attention over a memory, and two linear layers over each step, all added to their operands and normalised.
/// [steps, features] stays. <c>torch.nn.TransformerDecoderLayer</c> with <c>batch_first</c>; Vaswani et al. 2017, arXiv:1706.03762.
/// </summary>
/// <group>tokens and attention</group>
/// <formula>g = norm(x + attention(x)), h = norm(g + attention(g, memory)), y = norm(h + W₂ f(W₁ h + b₁) + b₂)</formula>
/// <shape>[steps, features] → [steps, features]</shape>
/// <stores>self_attn.in_proj_weight [3 · features, features]; self_attn.in_proj_bias [3 · features]; self_attn.out_proj.weight [features, features]; self_attn.out_proj.bias [features]; linear1.weight [feedforward, features]; linear1.bias [feedforward]; linear2.weight [features, feedforward]; linear2.bias [features]; norm1.weight, norm1.bias, norm2.weight, norm2.bias [features]; multihead_attn.in_proj_weight, multihead_attn.in_proj_bias, multihead_attn.out_proj.weight, multihead_attn.out_proj.bias; norm3.weight, norm3.bias [features]</stores>
/// <pytorch>torch.nn.TransformerDecoderLayer(batch_first=True)</pytorch>
/// <keras>keras_hub.layers.TransformerDecoder</keras>
/// <sample>[Input(8, Steps = 6, Name = "memory")] [Input(8, Steps = 5, Name = "x")] [From("x")] [TransformerDecoderLayer("memory", 2, 16)]</sample>
/// <remarks>
/// Parameters, with a <c>state_dict</c>'s names: those of <see cref="TransformerEncoderLayerAttribute"/>, and <c>multihead_attn.in_proj_weight</c>, <c>multihead_attn.in_proj_bias</c>,
/// <c>multihead_attn.out_proj.weight</c>, <c>multihead_attn.out_proj.bias</c> of the attention over the memory, <c>norm3.weight</c> and <c>norm3.bias</c>. As in PyTorch the attention over
/// itself is not causal unless <see cref="Causal"/> says so. Where the memory has lengths, steps behind a row's length are not attended to.
/// </remarks>
/// <param name="memory">The name of the value that it attends to, [steps, features] with any number of steps: an encoder's.</param>
/// <param name="heads">Into how many heads the features are divided: at least 1, and a divisor of their number.</param>
/// <param name="feedforward">Features of each step between the two linear layers, at least 1.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class TransformerDecoderLayerAttribute(string memory, int heads, int feedforward = 2048) : BiasedLayerAttribute
{
    /// <summary>The name of the value that it attends to.</summary>
    public string Memory { get; } = memory;

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
