using System.Collections.Generic;
using NetCompiler.Core.Tensors;
using NetCompiler.Core.Tensors.Operations;

namespace NetCompiler.Core.Differentiation.Rules;

/// <summary>What is taken from a table goes back to the rows that it was taken from, by the same integers.</summary>
internal sealed class GatherRule : DifferentiationRule<GatherOperation>
{
    protected override TensorValue? Reverse(ProgramBuilder builder, GatherOperation operation, TensorValue value, TensorValue adjoint, int operand) =>
        builder.Add(new ScatterAddOperation(value.Operands[0].Shape[0].Maximum), adjoint, value.Operands[1]);

    protected override TensorValue? Forward(ProgramBuilder builder, GatherOperation operation, TensorValue value, IReadOnlyList<TensorValue?> tangents) =>
        tangents[0] is { } tangent ? builder.Add(operation, tangent, value.Operands[1]) : null;
}

/// <summary>What was added to the rows of a table is taken from its adjoint, by the same integers.</summary>
internal sealed class ScatterAddRule : DifferentiationRule<ScatterAddOperation>
{
    protected override TensorValue? Reverse(ProgramBuilder builder, ScatterAddOperation operation, TensorValue value, TensorValue adjoint, int operand) =>
        builder.Add(new GatherOperation(), adjoint, value.Operands[1]);

    protected override TensorValue? Forward(ProgramBuilder builder, ScatterAddOperation operation, TensorValue value, IReadOnlyList<TensorValue?> tangents) =>
        tangents[0] is { } tangent ? builder.Add(operation, tangent, value.Operands[1]) : null;
}
