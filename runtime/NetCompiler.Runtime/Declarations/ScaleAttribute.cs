using System;

namespace NetCompiler;

/// <summary>Learned factors: each element, each channel or the whole value has one.</summary>
/// <group>dense layers</group>
/// <formula>y = w ⊙ x</formula>
/// <shape>[...] → [...]</shape>
/// <stores>weight [...], [channels] or [1], as Per says</stores>
/// <pytorch>none: x * torch.nn.Parameter(torch.ones(...)); with Init.Constant it is LayerScale (Touvron et al. 2021), timm.layers.LayerScale</pytorch>
/// <keras>none: keras.layers.LayerNormalization and others have one as gamma</keras>
/// <sample>[Input(8)] [Linear(8)] [Scale]</sample>
/// <remarks>
/// All begin as 1. The network's regularisers are not for it, as they are not for the weights of normalisations; <c>L1</c> and <c>L2</c> of this line are.
/// </remarks>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class ScaleAttribute : WeightedLayerAttribute
{
    /// <summary>What has a factor of its own; <see cref="NetCompiler.Per.Element"/> unless given.</summary>
    public Per Per { get; init; }

    /// <summary>The name of an earlier layer whose weight, of the same shape, this one uses instead of its own.</summary>
    public string? Shares { get; init; }
}
