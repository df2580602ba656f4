using System;

namespace NetCompiler;

/// <summary>
/// x where it is positive, else a · x, with a slope a that is trained: one for all elements, or one for each channel. The derivative at 0 is the slope. NaN stays NaN.
/// <c>torch.nn.PReLU</c>; He et al. 2015, arXiv:1502.01852.
/// </summary>
/// <group>activations</group>
/// <formula>y = x for x &gt; 0, else a · x</formula>
/// <shape>[...] → [...]</shape>
/// <stores>weight [parameters]</stores>
/// <pytorch>torch.nn.PReLU(num_parameters)</pytorch>
/// <keras>keras.layers.PReLU (a slope for each element unless shared_axes says otherwise; slopes begin at 0)</keras>
/// <sample>[Input(8, 5, 5)] [PReLU(8)]</sample>
/// <remarks>
/// Channels are the first extent of a sample, [c, h, w], and the features of a sequence, [steps, features]. Regularisers of weights leave slopes alone, as their paper advises.
/// </remarks>
/// <param name="parameters">How many slopes: 1, or as many as there are channels; 1 unless given.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class PReLUAttribute(int parameters = 1) : LayerAttribute
{
    /// <summary>How many slopes: 1, or as many as there are channels.</summary>
    public int Parameters { get; } = parameters;

    /// <summary>What every slope begins with, a finite number; 0.25 unless given.</summary>
    public double Init { get; init; } = 0.25;

    /// <summary>The name of an earlier layer of the same kind and shapes whose parameters this one uses instead of its own.</summary>
    public string? Shares { get; init; }
}
