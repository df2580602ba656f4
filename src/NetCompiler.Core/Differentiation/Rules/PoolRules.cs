using System.Collections.Generic;
using NetCompiler.Core.Tensors;
using NetCompiler.Core.Tensors.Operations;

namespace NetCompiler.Core.Differentiation.Rules;

/// <summary>What a routing takes goes back by the same routing, which is of integers and held.</summary>
internal sealed class PoolTakeRule : DifferentiationRule<PoolTakeOperation>
{
    protected override TensorValue? Reverse(ProgramBuilder builder, PoolTakeOperation operation, TensorValue value, TensorValue adjoint, int operand) =>
        builder.Add(new PoolPutOperation(operation.Window, operation.Sliding, value.Operands[0].Shape.Spatial), adjoint, value.Operands[1]);

    protected override TensorValue? Forward(ProgramBuilder builder, PoolTakeOperation operation, TensorValue value, IReadOnlyList<TensorValue?> tangents) =>
        tangents[0] is { } tangent ? builder.Add(operation, tangent, value.Operands[1]) : null;
}

/// <summary>What a routing put is taken from the adjoint by the same routing.</summary>
internal sealed class PoolPutRule : DifferentiationRule<PoolPutOperation>
{
    protected override TensorValue? Reverse(ProgramBuilder builder, PoolPutOperation operation, TensorValue value, TensorValue adjoint, int operand) =>
        builder.Add(new PoolTakeOperation(operation.Window, operation.Sliding), adjoint, value.Operands[1]);

    protected override TensorValue? Forward(ProgramBuilder builder, PoolPutOperation operation, TensorValue value, IReadOnlyList<TensorValue?> tangents) =>
        tangents[0] is { } tangent ? builder.Add(operation, tangent, value.Operands[1]) : null;
}

/// <summary>The adjoint spreads over what was summed.</summary>
internal sealed class PoolSumRule : ViewRule<PoolSumOperation>
{
    protected override TensorValue Transposed(ProgramBuilder builder, PoolSumOperation operation, Shape operand, TensorValue adjoint) =>
        builder.Add(new PoolSpreadOperation(operation.Window, operation.Sliding, operand.Spatial), adjoint);
}

/// <summary>The adjoint is summed over what was spread.</summary>
internal sealed class PoolSpreadRule : ViewRule<PoolSpreadOperation>
{
    protected override TensorValue Transposed(ProgramBuilder builder, PoolSpreadOperation operation, Shape operand, TensorValue adjoint) =>
        builder.Add(new PoolSumOperation(operation.Window, operation.Sliding), adjoint);
}
