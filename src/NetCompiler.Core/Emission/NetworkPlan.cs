using System.Collections.Generic;
using System.Linq;
using NetCompiler.Core.Building;
using NetCompiler.Core.Declarations;
using NetCompiler.Core.Planning;

namespace NetCompiler.Core.Emission;

/// <summary>A tensor of the caller's with its place in a call.</summary>
internal sealed record SlotModel(TensorModel Tensor, int Slot)
{
    /// <summary>Elements of one sample.</summary>
    public long Length => Tensor.Shape.Length / Tensor.Shape[0].Maximum;
}

/// <summary>Numbers that are not 0 before the first streaming step.</summary>
internal sealed record CarryStart(int Offset, int Length, double Value);

/// <summary>One step of a network in streaming mode.</summary>
/// <param name="Step">What it computes.</param>
/// <param name="Inputs">What it takes.</param>
/// <param name="Outputs">What it gives.</param>
/// <param name="StateLength">Floats that steps leave to each other.</param>
/// <param name="Starts">What of them does not begin as 0.</param>
internal sealed record StreamPlan(FunctionPlan Step, IReadOnlyList<SlotModel> Inputs, IReadOnlyList<SlotModel> Outputs, int StateLength, IReadOnlyList<CarryStart> Starts);

/// <summary>Everything that is written about a network: all decisions are made.</summary>
internal sealed class NetworkPlan
{
    public required NetworkDeclaration Declaration { get; init; }

    public required NetworkModel Model { get; init; }

    /// <summary>The type of its numbers.</summary>
    public required RealType Real { get; init; }

    public required NetworkSummary Summary { get; init; }

    public required IReadOnlyList<ParameterPlacement> Placements { get; init; }

    public required int ParameterLength { get; init; }

    /// <summary>Where the model's state lies, in its order.</summary>
    public required IReadOnlyList<ParameterPlacement> StatePlacements { get; init; }

    public required int StateLength { get; init; }

    /// <summary>Floats that batches of training and evaluation leave to each other; 0 where they are independent.</summary>
    public required int CarriedLength { get; init; }

    public required IReadOnlyList<SlotModel> Inputs { get; init; }

    /// <summary>How many steps of each row count, one tensor for each sequence of which a call may give fewer.</summary>
    public required IReadOnlyList<SlotModel> Lengths { get; init; }

    /// <summary>What every call is given: inputs, then lengths.</summary>
    public IEnumerable<SlotModel> Given => Inputs.Concat(Lengths);

    public required IReadOnlyList<SlotModel> Targets { get; init; }

    public required IReadOnlyList<SlotModel> Outputs { get; init; }

    /// <summary>Where gradients by inputs go; empty where none is asked for.</summary>
    public required IReadOnlyList<SlotModel> InputGradients { get; init; }

    /// <summary>Where vectors of vector-Jacobian products come from; empty where none is asked for.</summary>
    public required IReadOnlyList<SlotModel> Cotangents { get; init; }

    /// <summary>Work on parameters and state alone, which inference and evaluation read.</summary>
    public required IReadOnlyList<KernelCall> Prepare { get; init; }

    public required int PreparedLength { get; init; }

    public required FunctionPlan Infer { get; init; }

    /// <summary>Null where the network does not stream.</summary>
    public required StreamPlan? Stream { get; init; }

    /// <summary>Null without a loss, as the next two.</summary>
    public required FunctionPlan? Evaluate { get; init; }

    public required FunctionPlan? Train { get; init; }

    /// <summary>Null where it is not asked for, as the next two.</summary>
    public required FunctionPlan? HessianVector { get; init; }

    public required FunctionPlan? InputGradient { get; init; }

    public required FunctionPlan? VectorJacobian { get; init; }

    /// <summary>Every function that is written, but the preparation.</summary>
    public IEnumerable<FunctionPlan> Functions => new[] { Infer, Stream?.Step, Evaluate, Train, HessianVector, InputGradient, VectorJacobian }.OfType<FunctionPlan>();

    /// <summary>The training program, or without a loss the inference program, as text for the documentation.</summary>
    public required string ProgramText { get; init; }

    /// <summary>What messages call a tensor of the caller's. Lengths have the name of their input.</summary>
    public string NameOf(SlotModel slot) => Lengths.Contains(slot) ? "lengths of " + slot.Tensor.Name : slot.Tensor.Name;
}
