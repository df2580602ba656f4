using System.Collections.Generic;
using NetCompiler.Core.Tensors;
using NetCompiler.Core.Tensors.Operations;

namespace NetCompiler.Core.Planning;

/// <summary>Where a parameter lies in the parameter buffer: the same place in gradients and optimizer state.</summary>
internal sealed record ParameterPlacement(string Name, Shape Shape, Layout Layout, int Offset, int StoredLength);

/// <summary>What a program's names mean to the function that it becomes.</summary>
internal sealed record PlanContext
{
    public required string Name { get; init; }

    /// <summary>The type of the network's numbers.</summary>
    public RealType Real { get; init; } = RealType.Single;

    /// <summary>Slots of inputs, targets and cotangents.</summary>
    public required IReadOnlyDictionary<(SourceKind Kind, string Name), int> Slots { get; init; }

    /// <summary>Slots of outputs and input gradients.</summary>
    public required IReadOnlyDictionary<(ResultKind Kind, string Name), int> ResultSlots { get; init; }

    public required IReadOnlyDictionary<string, ParameterPlacement> Parameters { get; init; }

    /// <summary>Where state lies in the state buffer.</summary>
    public required IReadOnlyDictionary<string, ParameterPlacement> States { get; init; }

    /// <summary>Where what streaming steps, or batches, leave to each other lies, in a buffer of its own.</summary>
    public IReadOnlyDictionary<string, ParameterPlacement> Carries { get; init; } = new Dictionary<string, ParameterPlacement>();

    /// <summary>Where this function's part of the prepared buffer begins.</summary>
    public int PreparedStart { get; init; }

    /// <summary>Whether outputs are written only where the caller gives room for them.</summary>
    public bool OutputsAreOptional { get; init; }

    /// <summary>Whether work on parameters alone is hoisted out of the function.</summary>
    public bool Hoists { get; init; }

    /// <summary>Whether what is hoisted may be reductions too: norms of parameters would cost every user of the function.</summary>
    public bool HoistsReductions { get; init; }

    /// <summary>Whether several workers share the function, phase by phase; else one runs it from end to end.</summary>
    public bool InPhases { get; init; }

    /// <summary>The same for the body of a loop, in which nothing is hoisted.</summary>
    public PlanContext InLoop() => this with { Hoists = false, HoistsReductions = false };
}
