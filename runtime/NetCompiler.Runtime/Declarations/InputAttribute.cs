using System;

namespace NetCompiler;

/// <summary>
/// An input of the network: a source value of the given shape per sample. With one input it is the current value; with several,
/// each has a <see cref="LayerAttribute.Name"/> and nothing is current until <see cref="FromAttribute"/> fetches one.
/// </summary>
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
/// </remarks>
/// <param name="shape">Extents of one sample without the batch, each at least 1: <c>Input(784)</c>, <c>Input(1, 28, 28)</c>.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class InputAttribute(params int[] shape) : LayerAttribute
{
    /// <summary>Extents of one sample without the batch, each at least 1.</summary>
    public int[] Shape { get; } = shape;

    /// <summary>
    /// What the caller passes: <see cref="ElementType.Float32"/> unless given, or <see cref="ElementType.UInt8"/>. Other types are not supported yet.
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
}
