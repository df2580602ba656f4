using System.Collections.Generic;
using NetCompiler.Core.Tensors;
using NetCompiler.Core.Tensors.Operations;

namespace NetCompiler.Core.Differentiation;

/// <summary>
/// How one kind of operation is differentiated, in both modes: each is the exact transpose of the other. Rules are made of the same
/// operations, so that their results can be differentiated again.
/// </summary>
internal abstract class DifferentiationRule
{
    /// <summary>
    /// Whether a change of the operands changes the result. False stops both modes before the rule.
    /// </summary>
    public virtual bool IsDifferentiable => true;

    /// <summary>Reverse mode: what a value adds to the adjoint of one of its operands, in that operand's shape.</summary>
    /// <param name="builder">Receives the new values.</param>
    /// <param name="value">The value of this operation.</param>
    /// <param name="adjoint">The adjoint of the value, in its shape.</param>
    /// <param name="operand">Which operand.</param>
    /// <returns>Null for nothing.</returns>
    public abstract TensorValue? Reverse(ProgramBuilder builder, TensorValue value, TensorValue adjoint, int operand);

    /// <summary>Forward mode: the tangent of a value, in its shape.</summary>
    /// <param name="builder">Receives the new values.</param>
    /// <param name="value">The value of this operation.</param>
    /// <param name="tangents">The tangent of each operand, null for zero; at least one is not.</param>
    /// <returns>Null for zero.</returns>
    public abstract TensorValue? Forward(ProgramBuilder builder, TensorValue value, IReadOnlyList<TensorValue?> tangents);
}

/// <summary>A rule that knows its operation.</summary>
internal abstract class DifferentiationRule<TOperation> : DifferentiationRule
    where TOperation : Operation
{
    public sealed override TensorValue? Reverse(ProgramBuilder builder, TensorValue value, TensorValue adjoint, int operand) =>
        Reverse(builder, (TOperation)value.Operation, value, adjoint, operand);

    public sealed override TensorValue? Forward(ProgramBuilder builder, TensorValue value, IReadOnlyList<TensorValue?> tangents) =>
        Forward(builder, (TOperation)value.Operation, value, tangents);

    protected abstract TensorValue? Reverse(ProgramBuilder builder, TOperation operation, TensorValue value, TensorValue adjoint, int operand);

    protected abstract TensorValue? Forward(ProgramBuilder builder, TOperation operation, TensorValue value, IReadOnlyList<TensorValue?> tangents);
}

/// <summary>A rule of an operation that is linear in its one operand: its tangent is the same operation over the operand's tangent.</summary>
internal abstract class ViewRule<TOperation> : DifferentiationRule<TOperation>
    where TOperation : Operation
{
    protected sealed override TensorValue? Reverse(ProgramBuilder builder, TOperation operation, TensorValue value, TensorValue adjoint, int operand) =>
        Transposed(builder, operation, value.Operands[0].Shape, adjoint);

    protected sealed override TensorValue? Forward(ProgramBuilder builder, TOperation operation, TensorValue value, IReadOnlyList<TensorValue?> tangents) =>
        tangents[0] is { } tangent ? builder.Add(operation, tangent) : null;

    /// <summary>The transpose of the operation, over the adjoint.</summary>
    protected abstract TensorValue Transposed(ProgramBuilder builder, TOperation operation, Shape operand, TensorValue adjoint);
}
