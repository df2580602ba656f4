using System;

namespace NetCompiler;

/// <summary>
/// Fixed standardisation of an input: what it is shifted and divided by is state of the network, fitted on data by <c>network.FitNormalization(dataset)</c>, and saved and loaded with the network. Until then it changes nothing.
/// </summary>
/// <group>normalisations</group>
/// <formula>y = (x - mean) / std</formula>
/// <shape>[...] → [...]</shape>
/// <stores>state mean, std [...], [channels] or [1], as Per says</stores>
/// <pytorch>none: torchvision.transforms.Normalize(mean, std), which is no part of the network</pytorch>
/// <keras>keras.layers.Normalization, with its adapt as FitNormalization; it stores the variance instead of the deviation</keras>
/// <sample>[Input(8)] [Normalize] [Linear(4)]</sample>
/// <remarks>
/// It stands behind an input, whose data it is fitted on: bytes as the numbers that the input makes of them, and of sequences the steps that count. The deviation is that of the data itself, divided by their number; of an element
/// that is the same in all samples it is 1, so that other values of it are not blown up. Nothing is trained, and no gradient step changes it. Mean and deviation may also be written by hand:
/// <c>network.Parameters["0.mean"]</c>.
/// </remarks>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class NormalizeAttribute : LayerAttribute
{
    /// <summary>What has a mean and a deviation of its own; <see cref="NetCompiler.Per.Element"/> unless given, as one feature of a table is no measure for another.</summary>
    public Per Per { get; init; }

    /// <summary>The name of an earlier line whose mean and deviation, of the same shape, this one uses instead of its own. They are fitted on that line's data.</summary>
    public string? Shares { get; init; }
}
