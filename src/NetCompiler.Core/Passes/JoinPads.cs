using System.Collections.Generic;
using System.Linq;
using NetCompiler.Core.Tensors;
using NetCompiler.Core.Tensors.Operations;
using NetCompiler.Core.Tensors.Scalars;

namespace NetCompiler.Core.Passes;

/// <summary>
/// pad a + pad b + … = concat a b …, where the zeros of each meet the elements of the others: the adjoint of a value that slices divide.
/// </summary>
internal static class JoinPads
{
    public static TensorProgram Run(TensorProgram program) => ProgramRewriter.Rewrite(program, Rewrite, value => value.Operation is PadOperation);

    private static TensorValue? Rewrite(ProgramBuilder builder, TensorValue value, TensorValue[] operands)
    {
        if (value.Operation is not MapOperation map || !IsSum(map.Expression, operands.Length) || operands.Any(operand => operand.Shape != value.Shape))
        {
            return null;
        }

        foreach (IGrouping<int, TensorValue> pads in operands.Where(operand => operand.Operation is PadOperation).GroupBy(operand => ((PadOperation)operand.Operation).Axis))
        {
            if (pads.Count() > 1 && Concatenated(builder, value.Shape, pads.Key, pads.OrderBy(pad => ((PadOperation)pad.Operation).Before)) is { } joined)
            {
                TensorValue[] rest = operands.Except(pads).ToArray();
                return rest.Aggregate(joined, builder.Plus);
            }
        }

        return null;
    }

    // The padded values one after the other, with zeros where there is none; null where two meet.
    private static TensorValue? Concatenated(ProgramBuilder builder, Shape shape, int axis, IEnumerable<TensorValue> pads)
    {
        var parts = new List<TensorValue>();
        int end = 0;
        void Fill(int to)
        {
            if (to > end)
            {
                parts.Add(builder.Constant(0, shape.With(axis, to - end)));
            }
        }

        foreach (TensorValue pad in pads)
        {
            int start = ((PadOperation)pad.Operation).Before;
            if (start < end)
            {
                return null;
            }

            Fill(start);
            parts.Add(pad.Operands[0]);
            end = start + pad.Operands[0].Shape[axis].Maximum;
        }

        Fill(shape[axis].Maximum);
        return builder.Add(new ConcatOperation(axis), parts.ToArray());
    }

    // Each operand once, and nothing but additions.
    private static bool IsSum(ScalarExpression expression, int operands) =>
        expression.Nodes().All(node => node is OperandExpression or BinaryExpression { Kind: BinaryKind.Add })
        && expression.Nodes().OfType<OperandExpression>().Select(operand => operand.Index).OrderBy(index => index).SequenceEqual(Enumerable.Range(0, operands));
}
