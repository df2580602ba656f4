using System.Collections.Generic;
using System.Linq;
using NetCompiler.Core.Planning.Kernels;

namespace NetCompiler.Core.Planning;

/// <summary>How a kernel's work is divided among workers.</summary>
internal enum Partition
{
    /// <summary>By rows of the call: a worker may go on with its own rows without waiting.</summary>
    Rows,

    /// <summary>By columns of the result: a worker may go on with its own columns without waiting, where they are as many.</summary>
    Columns,

    /// <summary>By parts that the kernel knows: a worker may go on with its own parts without waiting.</summary>
    Parts,

    /// <summary>By tiles of the result.</summary>
    Tiles,

    /// <summary>All by the first worker.</summary>
    Single,
}

/// <summary>A call of a kernel.</summary>
internal sealed class KernelCall
{
    /// <summary>Rows are divided in multiples of this, so that a row is computed by the same text whatever the number of workers.</summary>
    public const int RowTile = 16;

    public required Kernel Kernel { get; init; }

    /// <summary>What it reads and writes, in the kernel's order.</summary>
    public required IReadOnlyList<PlanTensor> Operands { get; init; }

    /// <summary>Of the operands, those that it writes.</summary>
    public required IReadOnlyList<PlanTensor> Written { get; init; }

    public required Partition Partition { get; init; }

    /// <summary>What the kernel takes as arguments where other kernels have constants: counts, lengths and strides, in the kernel's order.</summary>
    public IReadOnlyList<int> Numbers { get; init; } = [];

    /// <summary>Its factors: constants of the program that are arguments, in the kernel's order.</summary>
    public IReadOnlyList<double> Factors { get; init; } = [];

    /// <summary>Columns of the result, with padding, where the work is divided by them.</summary>
    public int Columns { get; init; }

    /// <summary>Stored elements, or rows of a matrix that is copied, where those are divided.</summary>
    public int Length { get; init; }

    /// <summary>How many passes of the kernel's first loop are one row of the call.</summary>
    public int PassesPerRow { get; init; } = 1;

    /// <summary>Offset in the gradient of what it puts, or -1.</summary>
    public int PutOffset { get; init; } = -1;

    /// <summary>Keys of its random masks, in the order of its mask statements.</summary>
    public IReadOnlyList<int> MaskKeys { get; init; } = [];

    /// <summary>The slot that must not be empty for the call to happen, or -1.</summary>
    public int ConditionSlot { get; init; } = -1;

    /// <summary>The strip that it is done in together with its neighbours, or null where it does all rows at once.</summary>
    public Strip? Strip { get; set; }

    /// <summary>The calls of a loop's body, all divided by rows; empty where the call is no loop.</summary>
    public IReadOnlyList<KernelCall> Body { get; init; } = [];

    /// <summary>The calls of kernels that it stands for: those of a loop's body, or itself.</summary>
    public IEnumerable<KernelCall> Leaves => Body.Count == 0 ? [this] : Body;

    /// <summary>What it computes, in the user's words.</summary>
    public required string Comment { get; init; }
}

/// <summary>Calls between two barriers.</summary>
internal sealed record Phase(IReadOnlyList<KernelCall> Calls);

/// <summary>An emitted function, planned.</summary>
internal sealed class FunctionPlan
{
    public required string Name { get; init; }

    public required IReadOnlyList<Phase> Phases { get; init; }

    /// <summary>Work on parameters alone, to be done before: calls of Prepare.</summary>
    public required IReadOnlyList<KernelCall> Prepare { get; init; }

    public required int PreparedLength { get; init; }

    public required int WorkspaceLength { get; init; }

    /// <summary>Where L is at the end, or null.</summary>
    public PlanTensor? Loss { get; init; }

    /// <summary>Where J is at the end, or null.</summary>
    public PlanTensor? Objective { get; init; }

    /// <summary>Whether the work that is done before begins with that of another function, call by call and place by place.</summary>
    public bool BeginsAs(FunctionPlan other) => Prepare.Count >= other.Prepare.Count && other.Prepare.Zip(Prepare, IsSame).All(same => same);

    private static bool IsSame(KernelCall a, KernelCall b) => a.Kernel.Equals(b.Kernel)
        && a.Operands.Select(Place).SequenceEqual(b.Operands.Select(Place));

    private static (BufferKind Buffer, int Start, Layout Layout) Place(PlanTensor tensor) => (tensor.Root.Buffer, tensor.Start, tensor.Layout);

    /// <summary>
    /// Whether every call that puts a gradient reads no parameter but the one that the gradient belongs to, element by element. Phases see to the
    /// other calls: those that read parameters come before. A sink may then update parameters at once.
    /// </summary>
    public bool PutsGradientsLast => Phases.SelectMany(phase => phase.Calls)
        .Where(call => call.PutOffset >= 0)
        .All(call => call.Operands.All(operand => operand.Root.Buffer != BufferKind.Parameters || operand.Start == call.PutOffset));
}
