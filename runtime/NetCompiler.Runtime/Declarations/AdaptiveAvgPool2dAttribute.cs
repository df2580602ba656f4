using System;

namespace NetCompiler;

/// <summary>
/// Means of windows, as many as the result has elements. [channels, height, width] becomes [channels, size...].
/// <c>torch.nn.AdaptiveAvgPool2d</c>.
/// </summary>
/// <group>pools</group>
/// <formula>y[c, i, j] = mean of window (i, j) of as many as the result has elements</formula>
/// <shape>[channels, height, width] → [channels, size...]</shape>
/// <pytorch>torch.nn.AdaptiveAvgPool2d</pytorch>
/// <keras>keras.layers.AdaptiveAveragePooling2D</keras>
/// <sample>[Input(2, 7, 7)] [AdaptiveAvgPool2d(3)]</sample>
/// <remarks>
/// Window i of n over an axis of m elements begins at floor(i m / n) and ends before ceil((i + 1) m / n), as PyTorch's: where n does not divide m, windows overlap
/// and differ in length. <see cref="GlobalAvgPoolAttribute"/> makes a vector instead of [channels, 1, 1].
/// </remarks>
/// <param name="size">The result's height and width, at least 1 each; either may be larger than that of the image.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class AdaptiveAvgPool2dAttribute(int[] size) : LayerAttribute
{
    /// <summary>The same number for both axes.</summary>
    /// <param name="size">The result's height and its width, at least 1.</param>
    public AdaptiveAvgPool2dAttribute(int size)
        : this([size, size])
    {
    }

    /// <summary>The result's height and width, at least 1 each.</summary>
    public int[] Size { get; } = size;
}
