using System;

namespace NetCompiler;

/// <summary>
/// The mean over an axis; PyTorch's <c>torch.mean(dim=...)</c>. Of a sequence, without further arguments, over time: [steps, features] becomes [features], the mean of the steps that count, Σ x / length, where rows have
/// fewer steps than the input declares.
/// </summary>
/// <group>over steps and axes</group>
/// <formula>y = Σₜ xₜ / length, or the mean over an axis</formula>
/// <shape>[steps, features] → [features]; with Axis that axis goes</shape>
/// <pytorch>torch.mean(dim)</pytorch>
/// <keras>keras.layers.GlobalAveragePooling1D</keras>
/// <sample>[Input(4, Steps = 6)] [Mean]</sample>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class MeanAttribute : LayerAttribute
{
    /// <summary>
    /// Which axis of a sample goes: 0 is the first (the steps of a sequence), -1 the last. Needed where the value is no sequence. The features of a sequence become one, [steps, 1], and the
    /// only axis of a vector becomes one number, [1].
    /// </summary>
    public int Axis { get; init; }
}
