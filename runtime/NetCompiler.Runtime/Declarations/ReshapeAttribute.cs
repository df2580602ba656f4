using System;

namespace NetCompiler;

/// <summary>
/// The same elements in the same row-major order under other extents. <c>torch.reshape</c> of each sample, <c>torch.nn.Unflatten</c>.
/// </summary>
/// <group>shapes</group>
/// <formula>y = x with other extents</formula>
/// <shape>[a, b, ...] → [shape...], as many elements</shape>
/// <pytorch>torch.nn.Unflatten(1, shape), or x.reshape(len(x), *shape)</pytorch>
/// <keras>keras.layers.Reshape</keras>
/// <sample>[Input(12)] [Reshape(3, 4)]</sample>
/// <remarks>
/// Of sequences the steps would be no axis of their own any more, so that they are refused: <see cref="FlattenAttribute"/> makes one vector of a sequence.
/// </remarks>
/// <param name="shape">The extents of one sample, each at least 1; one of them may be -1, which is then as large as the others leave it.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class ReshapeAttribute(params int[] shape) : LayerAttribute
{
    /// <summary>The extents of one sample; one of them may be -1.</summary>
    public int[] Shape { get; } = shape;
}
