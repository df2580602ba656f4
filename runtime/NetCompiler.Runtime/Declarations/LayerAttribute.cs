using System;

namespace NetCompiler;

/// <summary>
/// A line of a network or of a block. Every attribute derived from this one is read in source order: a layer replaces the current
/// value, a reference fetches or combines earlier values, a loss judges one. All lines of a class stand on one declaration of it.
/// </summary>
/// <remarks>
/// Shapes are those of one sample: the rows of a batch come before them and are never written. Real-valued arguments are
/// <see cref="double"/> and are rounded to the network's precision once.
/// </remarks>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public abstract class LayerAttribute : Attribute
{
    /// <summary>
    /// The name by which later lines refer to the value that this line makes, and, for a layer with parameters, the first part of
    /// their names in files: <c>[Linear(10, Name = "head")]</c> stores <c>head.weight</c> and <c>head.bias</c>. Without a name, the
    /// parameters are named by the index that <c>torch.nn.Sequential</c> would give. A name is unique in its network or
    /// block, not empty, and without a dot.
    /// </summary>
    public string? Name { get; init; }

    /// <summary>
    /// Whether the parameters of this layer, or of all layers of a block that is placed here, stay as they are loaded or begin: no code is emitted for their gradients, and optimizers and
    /// weight decay leave them alone, bit for bit. False unless given; only for lines with parameters of their own. Running statistics are no parameters, and are updated all the same. To freeze
    /// for a time, see <see cref="ParameterCollection.Freeze"/>. PyTorch's <c>requires_grad_(False)</c>, Keras' <c>trainable=False</c>.
    /// </summary>
    public bool Frozen { get; init; }
}
