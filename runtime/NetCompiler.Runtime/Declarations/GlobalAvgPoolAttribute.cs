using System;

namespace NetCompiler;

/// <summary>
/// The mean of each channel. [channels, height, width], or [channels, length], becomes [channels]. <c>torch.mean</c> over all
/// dimensions behind the channels.
/// </summary>
/// <group>pools</group>
/// <formula>y[c] = mean over all positions of x[c, p]</formula>
/// <shape>[channels, ...] → [channels]</shape>
/// <pytorch>torch.nn.AdaptiveAvgPool2d(1) and torch.nn.Flatten</pytorch>
/// <keras>keras.layers.GlobalAveragePooling2D</keras>
/// <sample>[Input(2, 8, 8)] [GlobalAvgPool]</sample>
/// <remarks>
/// Of a sequence, [steps, features] becomes [features], as <see cref="MeanAttribute"/> does: the mean of the steps that count.
/// The result is a vector, which <see cref="LinearAttribute"/> takes as it is. It is one line where <c>torch.nn.Sequential</c>
/// needs two, <c>AdaptiveAvgPool2d(1)</c> and <c>Flatten</c>: write those two for the indices of a model that does.
/// </remarks>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class GlobalAvgPoolAttribute : LayerAttribute;
