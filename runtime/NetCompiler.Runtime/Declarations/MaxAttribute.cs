using System;

namespace NetCompiler;

/// <summary>
/// The maximum over an axis; PyTorch's <c>torch.amax(dim=...)</c>. Of a sequence, without further arguments, over time: [steps, features] becomes [features], the maximum of the steps that count, where rows have
/// fewer steps than the input declares. The gradient of equal maxima is divided among them, as
/// PyTorch's <c>amax</c> does.
/// </summary>
/// <group>over steps and axes</group>
/// <formula>y = maxₜ xₜ over the steps that count, or over an axis</formula>
/// <shape>[steps, features] → [features]; with Axis that axis goes</shape>
/// <pytorch>torch.amax(dim)</pytorch>
/// <keras>keras.layers.GlobalMaxPooling1D</keras>
/// <sample>[Input(4, Steps = 6)] [Max]</sample>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class MaxAttribute : LayerAttribute
{
    /// <summary>
    /// Which axis of a sample goes: 0 is the first (the steps of a sequence), -1 the last. Needed where the value is no sequence. The features of a sequence become one, [steps, 1], and the
    /// only axis of a vector becomes one number, [1].
    /// </summary>
    public int Axis { get; init; }
}
