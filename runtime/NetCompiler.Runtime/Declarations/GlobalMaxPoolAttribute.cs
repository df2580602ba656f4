using System;

namespace NetCompiler;

/// <summary>
/// The maximum of each channel. [channels, height, width], or [channels, length], becomes [channels].
/// <c>torch.nn.AdaptiveMaxPool2d(1)</c> and <c>torch.nn.Flatten</c>.
/// </summary>
/// <group>pools</group>
/// <formula>y[c] = max over all positions of x[c, p]</formula>
/// <shape>[channels, ...] → [channels]</shape>
/// <pytorch>torch.nn.AdaptiveMaxPool2d(1) and torch.nn.Flatten</pytorch>
/// <keras>keras.layers.GlobalMaxPooling2D</keras>
/// <sample>[Input(2, 8, 8)] [GlobalMaxPool]</sample>
/// <remarks>
/// Of a sequence, [steps, features] becomes [features]: the maximum of the steps that count.
/// Of equal maxima the first gets the gradient. NaN stays NaN. It is one line where <c>torch.nn.Sequential</c> needs two, so
/// that indices behind it differ: names do not.
/// </remarks>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class GlobalMaxPoolAttribute : LayerAttribute;
