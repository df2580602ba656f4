using System;

namespace NetCompiler;

/// <summary>
/// The last step of a sequence: [steps, features] becomes [features]. Of a row with fewer steps than the input declares it is the last one that counts
/// (in PyTorch, <c>x[torch.arange(n), lengths - 1]</c>).
/// </summary>
/// <group>over steps and axes</group>
/// <formula>y = x at the last step that counts</formula>
/// <shape>[steps, features] → [features]</shape>
/// <pytorch>x[:, -1]; with lengths x[torch.arange(n), lengths - 1]</pytorch>
/// <keras>keras.layers.LSTM(return_sequences=False)</keras>
/// <sample>[Input(4, Steps = 6)] [GRU(8)] [Last]</sample>
/// <remarks>
/// Behind a recurrent layer it is the state after the whole sequence. Of a bidirectional one, the second half of the features is the backward direction's state at that step, which has
/// seen one step only; <see cref="MeanAttribute"/> and <see cref="MaxAttribute"/> use both directions fully.
/// </remarks>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class LastAttribute : LayerAttribute
{
}
