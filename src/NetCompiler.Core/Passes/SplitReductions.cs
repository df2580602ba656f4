using System.Linq;
using NetCompiler.Core.Common;
using NetCompiler.Core.Tensors;
using NetCompiler.Core.Tensors.Operations;

namespace NetCompiler.Core.Passes;

/// <summary>
/// sum x over the last axis and others = sum (sum x over the last axis) over the others: kernels reduce along a row, or across rows,
/// never both. A reduction of a parameter to one number stays whole, since it may run over the parameter as it is stored.
/// </summary>
internal static class SplitReductions
{
    public static TensorProgram Run(TensorProgram program) => ProgramRewriter.Rewrite(program, (builder, value, operands) =>
    {
        int last = operands.Length == 1 ? operands[0].Shape.Rank - 1 : -1;
        if (value.Operation is not ReduceOperation reduce || reduce.Axes.Count == 1 || !reduce.Axes.Contains(last) || IsWholeMatrix(reduce, operands[0].Shape))
        {
            return null;
        }

        TensorValue inner = builder.Add(reduce with { Axes = EquatableArray.Of(last) }, operands[0]);
        return builder.Add(reduce with { Axes = reduce.Axes.Where(axis => axis != last).ToEquatableArray() }, inner);
    });

    public static bool IsWholeMatrix(ReduceOperation reduce, Shape shape) => !shape.HasRows && shape.Rank == 2 && reduce.Axes.Count == 2;
}
