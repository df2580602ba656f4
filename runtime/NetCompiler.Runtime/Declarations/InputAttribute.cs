using System;

namespace NetCompiler;

/// <summary>
/// An input of the network: a source value of the given shape per sample. With one input it is the current value; with several,
/// each has a <see cref="LayerAttribute.Name"/> and nothing is current until <see cref="FromAttribute"/> fetches one.
/// </summary>
/// <group>graph</group>
/// <formula>x, given by the caller; of bytes (Scale · byte + Offset − Mean) / Std</formula>
/// <shape>→ [shape...], of a sequence → [steps, features...], of tokens → [steps]</shape>
/// <pytorch>the arguments of forward</pytorch>
/// <keras>keras.Input</keras>
/// <sample>[Input(3, 8, 8)] [Flatten]</sample>
/// <remarks>
/// <para>
/// Raw pixels: with <c>Element = ElementType.UInt8</c> the caller gives bytes, row-major as the shape says (an image as planes: [channels, height, width]),
/// and the network computes with
/// </para>
/// <para><c>x = (Scale · byte + Offset − Mean[channel]) / Std[channel]</c></para>
/// <para>
/// <c>Scale = 1.0 / 255</c> is torchvision's <c>ToTensor</c>; with <see cref="Mean"/> and <see cref="Std"/> it is <c>ToTensor</c> and <c>Normalize(mean, std)</c>, with the
/// numbers that are written there. All four become one factor and one summand, which the copy applies that brings the pixels into the order of the
/// first layer, so that no image is expanded to floats before. They are not folded into the weights: a convolution's padding is
/// zeros of x, not of bytes, so that a summand folded into the bias would be wrong at the borders. Bytes have no gradient.
/// </para>
/// <para>
/// Sequences: <c>[Input(16, Steps = 128)]</c> is at most 128 steps of 16 features, a value [128, 16] whose first axis is time;
/// <c>[Input(Steps = 128, Element = ElementType.Int32, Vocabulary = 65)]</c> is at most 128 tokens from 0 to 64, a value [128]. Rows may have fewer steps: every
/// member of the network then has a form that takes lengths, an <see cref="int"/> from 1 to Steps for each row. Steps behind a row's
/// length contribute nothing to outputs, losses and gradients; whatever floats they hold (NaN too), while tokens must be in range there as well (0, say). Outputs
/// with steps are 0 there. Without lengths every row has all steps.
/// </para>
/// </remarks>
/// <param name="shape">
/// Extents of one sample without the batch, each at least 1: <c>Input(784)</c>, <c>Input(1, 28, 28)</c>. With <see cref="Steps"/> that of one step: the number of its
/// features, and nothing for tokens.
/// </param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class InputAttribute(params int[] shape) : LayerAttribute
{
    /// <summary>Extents of one sample without the batch, each at least 1; of one step where the input has <see cref="Steps"/>.</summary>
    public int[] Shape { get; } = shape;

    /// <summary>
    /// What the caller passes: <see cref="ElementType.Float32"/> unless given, <see cref="ElementType.UInt8"/>, or <see cref="ElementType.Int32"/> with a
    /// <see cref="Vocabulary"/>. Other types are not supported yet.
    /// </summary>
    public ElementType Element { get; init; }

    /// <summary>The factor of bytes, any finite number; 1 unless given. For an input of bytes only.</summary>
    public double Scale { get; init; } = 1;

    /// <summary>What is added to scaled bytes, any finite number; 0 unless given. For an input of bytes only.</summary>
    public double Offset { get; init; }

    /// <summary>
    /// What is subtracted after <see cref="Scale"/> and <see cref="Offset"/>, in units of scaled bytes: one number for each index of the shape's first axis, the
    /// channels, or one for all; 0 unless given. For an input of bytes only.
    /// </summary>
    public double[]? Mean { get; init; }

    /// <summary>What the difference to <see cref="Mean"/> is divided by, above 0, as many as <see cref="Mean"/> may have; 1 unless given. For an input of bytes only.</summary>
    public double[]? Std { get; init; }

    /// <summary>The most steps of a sequence, at least 1; left out for an input that is none.</summary>
    public int Steps { get; init; }

    /// <summary>Integers are 0 to Vocabulary - 1, at least 1 of them: tokens, categories. For an input of integers, which needs it.</summary>
    public int Vocabulary { get; init; }

    /// <summary>
    /// Whether a call may give fewer steps than <see cref="Steps"/>, and lengths; true unless given. Where every row always has all steps, false leaves out the code that
    /// looks at lengths. For a sequence only.
    /// </summary>
    public bool Lengths { get; init; } = true;

    /// <summary>
    /// The name of a sequence input above that this one has the lengths of: their steps are then the same, and the two can be added and concatenated. Both have the
    /// same <see cref="Steps"/>. Else each sequence has lengths of its own.
    /// </summary>
    public string? LengthsOf { get; init; }
}
