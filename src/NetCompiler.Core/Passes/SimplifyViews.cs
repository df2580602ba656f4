using System.Linq;
using NetCompiler.Core.Tensors;
using NetCompiler.Core.Tensors.Operations;

namespace NetCompiler.Core.Passes;

/// <summary>
/// reshape of reshape is one reshape; views that change nothing, and sums over axes of extent 1, are their operands.
/// </summary>
internal static class SimplifyViews
{
    public static TensorProgram Run(TensorProgram program) => ProgramRewriter.Rewrite(program, Simplify);

    private static TensorValue? Simplify(ProgramBuilder builder, TensorValue value, TensorValue[] operands)
    {
        switch (value.Operation)
        {
            // reshape (reshape x) = reshape x; to x's own shape it is x
            case ReshapeOperation when operands[0].Operation is ReshapeOperation:
                return builder.Reshape(operands[0].Operands[0], value.Shape);
            case ReshapeOperation or BroadcastOperation or SliceOperation when operands[0].Shape == value.Shape:
                return operands[0];

            // a constant is the same in every shape
            case ReshapeOperation or BroadcastOperation or SliceOperation or TransposeOperation when operands[0].Operation is ConstantOperation constant:
                return builder.Constant(constant.Value, value.Shape);

            case BroadcastOperation when operands[0].Operation is BroadcastOperation:
                return builder.Broadcast(operands[0].Operands[0], value.Shape);

            // so is a number that is repeated
            case ReshapeOperation or SliceOperation or TransposeOperation
                when operands[0].Operation is BroadcastOperation && operands[0].Operands[0].Shape is { Length: 1, HasRows: false }:
                return builder.Broadcast(builder.Reshape(operands[0].Operands[0], Shape.Scalar), value.Shape);

            // sum x over an axis of extent 1 = x
            case ReduceOperation reduce when reduce.Axes.Any(axis => operands[0].Shape[axis].IsOne):
                int[] axes = reduce.Axes.Where(axis => !operands[0].Shape[axis].IsOne).ToArray();
                return axes.Length == 0 ? operands[0] : builder.Add(reduce with { Axes = Common.EquatableArray.Of(axes) }, operands[0]);
            default:
                return null;
        }
    }
}
