using System.Collections.Generic;
using System.Linq;
using NetCompiler.Core.Tensors;
using NetCompiler.Core.Tensors.Operations;
using NetCompiler.Core.Tensors.Scalars;

namespace NetCompiler.Core.Differentiation.Rules;

/// <summary>
/// A sum hands its adjoint to every element. A maximum hands it to the elements that are equal to it, in even shares, as
/// torch.amax does, and its tangent is the mean of theirs.
/// </summary>
internal sealed class ReduceRule : DifferentiationRule<ReduceOperation>
{
    protected override TensorValue? Reverse(ProgramBuilder builder, ReduceOperation operation, TensorValue value, TensorValue adjoint, int operand)
    {
        TensorValue source = value.Operands[0];
        if (operation.Kind == ReduceKind.Sum)
        {
            return Elementwise.Broadcast(builder, adjoint, source.Shape);
        }

        // The division comes last: where the maximum is NaN no element equals it, and 0 / 0 tells so in the gradient too.
        ScalarExpression share = WhereMaximal(ScalarExpression.Operand(2)) / ScalarExpression.Operand(3);
        return Elementwise.Map(builder, share, [source, value, adjoint, Ties(builder, operation, value)], source.Shape);
    }

    protected override TensorValue? Forward(ProgramBuilder builder, ReduceOperation operation, TensorValue value, IReadOnlyList<TensorValue?> tangents)
    {
        if (tangents[0] is not { } tangent)
        {
            return null;
        }

        if (operation.Kind == ReduceKind.Sum)
        {
            return builder.Add(operation, tangent);
        }

        TensorValue source = value.Operands[0];
        TensorValue chosen = Elementwise.Map(builder, WhereMaximal(ScalarExpression.Operand(2)), [source, value, tangent], source.Shape);
        TensorValue sum = builder.Sum(chosen, operation.Axes.ToArray());
        return Elementwise.Map(builder, ScalarExpression.Operand(0) / ScalarExpression.Operand(1), [sum, Ties(builder, operation, value)], value.Shape);
    }

    /// <summary>How many elements are equal to each maximum.</summary>
    private static TensorValue Ties(ProgramBuilder builder, ReduceOperation operation, TensorValue value) =>
        builder.Sum(builder.Map(WhereMaximal(1), value.Operands[0], value), operation.Axes.ToArray());

    private static ScalarExpression WhereMaximal(ScalarExpression expression) =>
        ScalarExpression.Select(ComparisonKind.Equal, ScalarExpression.Operand(0), ScalarExpression.Operand(1), expression, 0);
}
