using System;

namespace NetCompiler;

/// <summary>
/// Means of equal windows, as many as the result has elements. [channels, height, width] becomes [channels, size...].
/// <c>torch.nn.AdaptiveAvgPool2d</c>.
/// </summary>
/// <remarks>
/// PyTorch's windows overlap where sizes do not divide; that is refused here. <see cref="GlobalAvgPoolAttribute"/> makes a
/// vector instead of [channels, 1, 1].
/// </remarks>
/// <param name="size">The result's height and width, at least 1 each; they divide those of the image.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class AdaptiveAvgPool2dAttribute(int[] size) : LayerAttribute
{
    /// <summary>The same number for both axes.</summary>
    /// <param name="size">The result's height and its width, at least 1.</param>
    public AdaptiveAvgPool2dAttribute(int size)
        : this([size, size])
    {
    }

    /// <summary>The result's height and width, at least 1 each; they divide those of the image.</summary>
    public int[] Size { get; } = size;
}
