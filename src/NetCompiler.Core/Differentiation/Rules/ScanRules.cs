using System.Collections.Generic;
using NetCompiler.Core.Tensors;
using NetCompiler.Core.Tensors.Operations;

namespace NetCompiler.Core.Differentiation.Rules;

/// <summary>A scan's tangent is a scan in the same direction. Its adjoints, of all results at once, are those of <see cref="ScanAdjoint"/>.</summary>
internal sealed class ScanRule : DifferentiationRule<ScanOperation>
{
    protected override TensorValue? Reverse(ProgramBuilder builder, ScanOperation operation, TensorValue value, TensorValue adjoint, int operand) =>
        throw new ProgramException("A scan has an adjoint for each of its results.");

    protected override TensorValue? Forward(ProgramBuilder builder, ScanOperation operation, TensorValue value, IReadOnlyList<TensorValue?> tangents) =>
        ScanTangent.Add(builder, value, tangents);
}

/// <summary>An item of a scan has the tangent that the scan's tangent gives under its name. Its adjoint waits for those of the other items.</summary>
internal sealed class ItemRule : DifferentiationRule<ItemOperation>
{
    protected override TensorValue? Reverse(ProgramBuilder builder, ItemOperation operation, TensorValue value, TensorValue adjoint, int operand) =>
        throw new ProgramException("The adjoint of an item belongs to its scan.");

    protected override TensorValue? Forward(ProgramBuilder builder, ItemOperation operation, TensorValue value, IReadOnlyList<TensorValue?> tangents) =>
        tangents[0] is { } tangent && value.Operands[0].Operation is ScanOperation scan
            ? builder.Add(operation.Kind == ResultKind.Carry ? operation with { Result = ScanTangent.NameOf(scan, operation.Result) } : operation, tangent)
            : null;
}
