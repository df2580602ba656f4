using System.Collections.Generic;
using System.Linq;
using NetCompiler.Core.Tensors;
using NetCompiler.Core.Tensors.Operations;
using NetCompiler.Core.Tensors.Scalars;

namespace NetCompiler.Core.Differentiation.Rules;

/// <summary>
/// y = f(x0, x1, ...) at every index. The adjoint of xi is df/dxi times y's, summed over what xi was broadcast along; the tangent of y is
/// the sum of df/dxi times xi's.
/// </summary>
internal sealed class MapRule : DifferentiationRule<MapOperation>
{
    protected override TensorValue? Reverse(ProgramBuilder builder, MapOperation operation, TensorValue value, TensorValue adjoint, int operand)
    {
        TensorValue by = value.Operands[operand];

        // A value that stands in several places is one variable: the first place answers for all.
        if (value.Operands.Take(operand).Contains(by))
        {
            return null;
        }

        int count = value.Operands.Count;
        ScalarExpression? product = ScalarDerivative.Along(
            operation.Expression,
            index => value.Operands[index] == by ? ScalarExpression.Operand(count + 1) : null,
            ScalarExpression.Operand(count));
        if (product is null)
        {
            return null;
        }

        // The adjoint is whole: what is stationary for this derivative need not be for those of the adjoint.
        TensorValue[] operands = value.Operands.Select(Whole).ToArray();
        TensorValue result = value.Operands.SequenceEqual(operands) ? value : builder.Map(operation.Expression, operands);
        return builder.SumTo(Elementwise.Map(builder, product, [.. operands, result, adjoint], value.Shape), by.Shape);
    }

    private static TensorValue Whole(TensorValue operand) => operand.Operation is StationaryOperation ? operand.Operands[0] : operand;

    protected override TensorValue? Forward(ProgramBuilder builder, MapOperation operation, TensorValue value, IReadOnlyList<TensorValue?> tangents)
    {
        int count = value.Operands.Count;
        ScalarExpression? tangent = ScalarDerivative.Along(
            operation.Expression,
            index => tangents[index] is null ? null : ScalarExpression.Operand(count + 1 + index),
            ScalarExpression.Operand(count));

        // Absent tangents are never named: the value stands in only to keep the places.
        return tangent is null
            ? null
            : Elementwise.Map(builder, tangent, [.. value.Operands, value, .. tangents.Select(other => other ?? value)], value.Shape);
    }
}
