using System.Collections.Generic;
using System.Linq;
using NetCompiler.Core.Common;
using NetCompiler.Core.Tensors;
using NetCompiler.Core.Tensors.Operations;

namespace NetCompiler.Core.Passes;

/// <summary>
/// sum x over the last axis and others = sum (sum x over the last axis) over the others: kernels reduce along a row, or across rows,
/// never both. A reduction of a parameter to one number stays whole, since it may run over the parameter as it is stored.
/// A sum over the rows of the call and other axes becomes a sum of each row's sum, which is taken where the row has just been computed.
/// </summary>
internal static class SplitReductions
{
    public static TensorProgram Run(TensorProgram program)
    {
        // What is summed again when its mean is known passes twice in any case.
        HashSet<TensorValue> summedAgain = [.. program.Values.Where(value => value.Operation is ReduceOperation && WaitsForAllRows(value.Operands[0])).SelectMany(value => value.Operands[0].Operands)];
        return ProgramRewriter.Rewrite(program, (builder, value, operands) => Split(builder, value, operands, summedAgain.Contains));
    }

    private static TensorValue? Split(ProgramBuilder builder, TensorValue value, TensorValue[] operands, System.Func<TensorValue, bool> isSummedAgain)
    {
        int last = operands.Length == 1 ? operands[0].Shape.Rank - 1 : -1;
        if (value.Operation is not ReduceOperation reduce || reduce.Axes.Count == 1 || IsWholeMatrix(reduce, operands[0].Shape))
        {
            return null;
        }

        if (!reduce.Axes.Contains(last))
        {
            if (reduce.Kind != ReduceKind.Sum || reduce.Axes[0] != 0 || !operands[0].Shape.HasRows || operands[0].Shape.Last == 1 || WaitsForAllRows(operands[0]) || isSummedAgain(value.Operands[0]))
            {
                return null;
            }

            TensorValue ofEachRow = builder.Add(reduce with { Axes = reduce.Axes.Where(axis => axis != 0).ToEquatableArray() }, operands[0]);
            return builder.Add(reduce with { Axes = EquatableArray.Of(0) }, ofEachRow);
        }

        TensorValue inner = builder.Add(reduce with { Axes = EquatableArray.Of(last) }, operands[0]);
        return builder.Add(reduce with { Axes = reduce.Axes.Where(axis => axis != last).ToEquatableArray() }, inner);
    }

    // Whether the last thing that a map waits for is one for all rows, such as their mean: each row's sum is then no nearer than all rows' sum.
    private static bool WaitsForAllRows(TensorValue value)
    {
        int Last(bool hasRows) => value.Operands.Where(operand => operand.Shape.HasRows == hasRows).Select(operand => operand.Id).DefaultIfEmpty(-1).Max();
        return value.Operation is MapOperation && Last(hasRows: false) > Last(hasRows: true);
    }

    public static bool IsWholeMatrix(ReduceOperation reduce, Shape shape) => !shape.HasRows && shape.Rank == 2 && reduce.Axes.Count == 2;
}
