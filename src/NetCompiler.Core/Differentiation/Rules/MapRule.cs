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
        return product is null
            ? null
            : builder.SumTo(Elementwise.Map(builder, product, [.. value.Operands, value, adjoint], value.Shape), by.Shape);
    }

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
