using System.Collections.Generic;
using System.Linq;
using NetCompiler.Core.Tensors;
using NetCompiler.Core.Tensors.Operations;
using NetCompiler.Core.Tensors.Scalars;

namespace NetCompiler.Core.Passes;

/// <summary>
/// Takes constants and broadcasts into the expressions of maps, and replaces maps that compute nothing:
/// map f (broadcast x) y = map f x y; map f (constant c) x = map f(c, ·) x; map x = x.
/// </summary>
internal static class SimplifyMaps
{
    public static TensorProgram Run(TensorProgram program) => ProgramRewriter.Rewrite(program, Simplify);

    private static TensorValue? Simplify(ProgramBuilder builder, TensorValue value, TensorValue[] operands)
    {
        if (value.Operation is not MapOperation map)
        {
            return null;
        }

        var kept = new List<TensorValue>();
        var substitutes = new ScalarExpression[operands.Length];
        for (int i = 0; i < operands.Length; i++)
        {
            TensorValue operand = Strip(operands[i]);
            if (value.Shape.HasRows && operand.Shape.Rank > value.Shape.Rank)
            {
                // A single number with more axes than the rows that it meets, which would get them too.
                operand = builder.Reshape(operand, Shape.Scalar);
            }

            if (operand.Operation is ConstantOperation constant)
            {
                substitutes[i] = constant.Value;
                continue;
            }

            int index = kept.IndexOf(operand);
            if (index < 0)
            {
                index = kept.Count;
                kept.Add(operand);
            }

            substitutes[i] = ScalarExpression.Operand(index);
        }

        ScalarExpression expression = map.Expression.Substitute(substitutes);
        if (expression is ConstantExpression number)
        {
            return builder.Constant(number.Value, value.Shape);
        }

        // Operands that the simplified expression no longer names are dropped.
        int[] used = Enumerable.Range(0, kept.Count).Where(expression.Uses).ToArray();
        if (used.Length == 0)
        {
            return null;
        }

        int[] renumbered = Enumerable.Range(0, kept.Count).Select(i => System.Array.IndexOf(used, i)).ToArray();
        expression = expression.Renumber(renumbered);
        TensorValue[] arguments = used.Select(i => kept[i]).ToArray();
        Shape shape = Shape.Broadcast(arguments.Select(argument => argument.Shape))!;
        if (shape != value.Shape && expression.Nodes().Any(node => node is CoordinateExpression))
        {
            // A coordinate means an axis of the whole shape: keep the operands that carry it.
            return null;
        }

        TensorValue result = expression is OperandExpression ? arguments[0] : builder.Map(expression, arguments);
        return shape == value.Shape ? result
            : shape.Length == value.Shape.Length && shape.HasRows == value.Shape.HasRows ? builder.Reshape(result, value.Shape)
            : builder.Broadcast(result, value.Shape);
    }

    // What a broadcast repeats, and a single number whatever its rank.
    private static TensorValue Strip(TensorValue value)
    {
        while (value.Operation is BroadcastOperation || (value.Operation is ReshapeOperation && value.Shape.Length == 1 && !value.Shape.HasRows))
        {
            value = value.Operands[0];
        }

        return value;
    }
}
