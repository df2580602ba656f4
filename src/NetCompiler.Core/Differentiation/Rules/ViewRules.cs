using System.Collections.Generic;
using System.Linq;
using NetCompiler.Core.Tensors;
using NetCompiler.Core.Tensors.Operations;

namespace NetCompiler.Core.Differentiation.Rules;

/// <summary>The adjoint goes back to the operand's shape.</summary>
internal sealed class ReshapeRule : ViewRule<ReshapeOperation>
{
    protected override TensorValue Transposed(ProgramBuilder builder, ReshapeOperation operation, Shape operand, TensorValue adjoint) =>
        Elementwise.Reshape(builder, adjoint, operand);
}

/// <summary>The adjoint goes through the inverse permutation.</summary>
internal sealed class TransposeRule : ViewRule<TransposeOperation>
{
    protected override TensorValue Transposed(ProgramBuilder builder, TransposeOperation operation, Shape operand, TensorValue adjoint) =>
        builder.Transpose(adjoint, Enumerable.Range(0, operand.Rank).OrderBy(axis => operation.Permutation[axis]).ToArray());
}

/// <summary>The adjoint gets zeros where the slice took nothing.</summary>
internal sealed class SliceRule : ViewRule<SliceOperation>
{
    protected override TensorValue Transposed(ProgramBuilder builder, SliceOperation operation, Shape operand, TensorValue adjoint) =>
        adjoint.Shape == operand
            ? adjoint
            : builder.Add(new PadOperation(operation.Axis, operation.Start, operand[operation.Axis].Maximum - operation.Start - operation.Length), adjoint);
}

/// <summary>The adjoint loses what met the zeros.</summary>
internal sealed class PadRule : ViewRule<PadOperation>
{
    protected override TensorValue Transposed(ProgramBuilder builder, PadOperation operation, Shape operand, TensorValue adjoint) =>
        adjoint.Shape == operand
            ? adjoint
            : builder.Add(new SliceOperation(operation.Axis, operation.Before, operand[operation.Axis].Maximum), adjoint);
}

/// <summary>Each operand gets its own piece of the adjoint.</summary>
internal sealed class ConcatRule : DifferentiationRule<ConcatOperation>
{
    protected override TensorValue? Reverse(ProgramBuilder builder, ConcatOperation operation, TensorValue value, TensorValue adjoint, int operand)
    {
        int start = value.Operands.Take(operand).Sum(before => before.Shape[operation.Axis].Maximum);
        int length = value.Operands[operand].Shape[operation.Axis].Maximum;
        return length == value.Shape[operation.Axis].Maximum ? adjoint : builder.Add(new SliceOperation(operation.Axis, start, length), adjoint);
    }

    protected override TensorValue? Forward(ProgramBuilder builder, ConcatOperation operation, TensorValue value, IReadOnlyList<TensorValue?> tangents) =>
        builder.Add(operation, tangents.Select((tangent, i) => tangent ?? builder.Constant(0, value.Operands[i].Shape)).ToArray());
}

/// <summary>The adjoint is summed over what was repeated.</summary>
internal sealed class BroadcastRule : ViewRule<BroadcastOperation>
{
    protected override TensorValue Transposed(ProgramBuilder builder, BroadcastOperation operation, Shape operand, TensorValue adjoint) =>
        builder.SumTo(adjoint, operand);
}

/// <summary>The adjoint goes through the transposed matrix.</summary>
internal sealed class ResampleRule : ViewRule<ResampleOperation>
{
    protected override TensorValue Transposed(ProgramBuilder builder, ResampleOperation operation, Shape operand, TensorValue adjoint) =>
        builder.Add(new ResampleOperation(operation.Axis, operation.Matrix.Transposed()), adjoint);
}
