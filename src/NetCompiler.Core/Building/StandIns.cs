using System.Collections.Generic;
using NetCompiler.Core.Tensors;

namespace NetCompiler.Core.Building;

/// <summary>
/// Operands that stand for an unknown one while a line is asked for what is wrong with its arguments: two of each kind that a layer may take, which differ in every extent, so that what
/// depends on one is said in different words.
/// </summary>
internal static class StandIns
{
    /// <summary>What the integers among them are below.</summary>
    public const int Vocabulary = 2;

    /// <summary>Elements, whether axis 1 is steps, and the extents of a sample.</summary>
    public static IReadOnlyList<(ElementKind Element, bool IsSequence, int[] Extents)> All { get; } =
    [
        (ElementKind.Real, false, [48]),
        (ElementKind.Real, false, [96]),
        (ElementKind.Real, false, [12, 48]),
        (ElementKind.Real, false, [24, 96]),
        (ElementKind.Real, false, [12, 48, 64]),
        (ElementKind.Real, false, [24, 96, 32]),
        (ElementKind.Real, false, [2, 4, 6, 8]),
        (ElementKind.Real, true, [48, 12]),
        (ElementKind.Real, true, [96, 24]),
        (ElementKind.Integer, false, [8]),
        (ElementKind.Integer, true, [16]),
    ];
}
