using System;

namespace NetCompiler;

/// <summary>Learned summands: each element, each channel or the whole value has one.</summary>
/// <group>dense layers</group>
/// <formula>y = x + b</formula>
/// <shape>[...] → [...]</shape>
/// <stores>bias [...], [channels] or [1], as Per says</stores>
/// <pytorch>none: x + torch.nn.Parameter(torch.zeros(...))</pytorch>
/// <keras>none: keras.layers.LayerNormalization and others have one as beta</keras>
/// <sample>[Input(8)] [Linear(8, Bias = false)] [Shift]</sample>
/// <remarks>
/// All begin as 0, or as <c>WeightInit</c> says. A bias is not regularised by the network's <see cref="NetworkAttribute.L1"/> and <see cref="NetworkAttribute.L2"/>, but by those of this line.
/// </remarks>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class ShiftAttribute : WeightedLayerAttribute
{
    /// <summary>What has a summand of its own; <see cref="NetCompiler.Per.Element"/> unless given.</summary>
    public Per Per { get; init; }

    /// <summary>The name of an earlier layer whose bias, of the same shape, this one uses instead of its own.</summary>
    public string? Shares { get; init; }
}
