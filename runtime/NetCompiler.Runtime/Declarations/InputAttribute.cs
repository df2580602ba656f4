using System;

namespace NetCompiler;

/// <summary>
/// An input of the network: a source value of the given shape per sample. With one input it is the current value; with several,
/// each has a <see cref="LayerAttribute.Name"/> and nothing is current until <see cref="FromAttribute"/> fetches one.
/// </summary>
/// <param name="shape">Extents of one sample without the batch, each at least 1: <c>Input(784)</c>, <c>Input(1, 28, 28)</c>.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class InputAttribute(params int[] shape) : LayerAttribute
{
    /// <summary>Extents of one sample without the batch, each at least 1.</summary>
    public int[] Shape { get; } = shape;

    /// <summary>
    /// What the caller passes; <see cref="ElementType.Float32"/> unless given. Integers are indices for layers that look rows up, and
    /// have no gradient.
    /// </summary>
    public ElementType Element { get; init; }
}
