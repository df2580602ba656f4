using System.Collections.Generic;

namespace NetCompiler;

/// <summary>Two state tensors that are mean and deviation of an input's data, and how its elements are divided among theirs.</summary>
/// <param name="Input">Index into <see cref="NetworkDescription.Inputs"/>.</param>
/// <param name="Mean">The name of the mean.</param>
/// <param name="Deviation">The name of the deviation, of the same shape.</param>
/// <param name="Repeats">How many elements of a sample side by side share one: element i belongs to number i / Repeats, counted round and round.</param>
public sealed record NormalizationDescription(int Input, string Mean, string Deviation, int Repeats)
{
    /// <summary>For an input of bytes, what each is multiplied with: one number, or one for each index of the first axis of a sample; else empty.</summary>
    public IReadOnlyList<double> Scales { get; init; } = [];

    /// <summary>What is added to the product; as many as <see cref="Scales"/>.</summary>
    public IReadOnlyList<double> Offsets { get; init; } = [];
}
