using System.Linq;
using NetCompiler.Core.Common;
using NetCompiler.Core.Tensors;
using NetCompiler.Core.Tensors.Operations;
using NetCompiler.Core.Tensors.Scalars;

namespace NetCompiler.Core.Passes;

/// <summary>
/// Computes with what a routing puts before it is put, where there is less of it: x ≤ 0 ? 0 : poolput y i = poolput (pooltake x i ≤ 0 ? 0 : y) i, as zeros stay
/// zeros, and the sum of what is put is the sum of y. The gradient of an activation in front of a maximum pool is then taken for the maxima alone.
/// </summary>
internal static class RoutePools
{
    public static TensorProgram Run(TensorProgram program) => ProgramRewriter.Rewrite(program, (builder, value, operands) => value.Operation switch
    {
        MapOperation map => Map(builder, map, value, operands),
        ReduceOperation { Kind: ReduceKind.Sum } reduce when operands[0].Operation is PoolPutOperation && Enumerable.Range(2, operands[0].Shape.Rank - 2).All(axis => reduce.Axes.Contains(axis)) =>
            builder.Add(reduce, operands[0].Operands[0]),
        _ => null,
    }, value => value.Operation is PoolPutOperation);

    private static TensorValue? Map(ProgramBuilder builder, MapOperation map, TensorValue value, TensorValue[] operands)
    {
        int place = System.Array.FindIndex(operands, operand => operand.Operation is PoolPutOperation);
        if (place < 0 || !KeepsZeros(map.Expression, place))
        {
            return null;
        }

        // Of the other operands the maxima are there already: those of the tensor that the routing was made from.
        TensorValue routing = operands[place].Operands[1];
        var put = (PoolPutOperation)operands[place].Operation;
        bool isMade = routing.Operation is PoolArgMaxOperation && operands.Where((_, i) => i != place).All(operand => operand == routing.Operands[0]);
        if (!isMade || operands.Any(operand => operand.Shape != value.Shape))
        {
            return null;
        }

        TensorValue[] taken = operands.Select((operand, i) => i == place ? operand.Operands[0] : builder.Add(new PoolTakeOperation(put.Window, put.Sliding), operand, routing)).ToArray();
        return builder.Add(put, builder.Add(map, taken), routing);
    }

    // Whether an expression is a multiple of one operand, or zero, by conditions that do not ask for it.
    private static bool KeepsZeros(ScalarExpression expression, int place) => expression switch
    {
        OperandExpression operand => operand.Index == place,
        ConstantExpression constant => constant.Value == 0,
        SelectExpression select => !Reads(select.Left, place) && !Reads(select.Right, place) && KeepsZeros(select.WhenTrue, place) && KeepsZeros(select.WhenFalse, place),
        BinaryExpression { Kind: BinaryKind.Multiply, Left: ConstantExpression } product => KeepsZeros(product.Right, place),
        BinaryExpression { Kind: BinaryKind.Multiply, Right: ConstantExpression } product => KeepsZeros(product.Left, place),
        _ => false,
    };

    private static bool Reads(ScalarExpression expression, int place) => expression.Nodes().Any(node => node is OperandExpression operand && operand.Index == place || node is CoordinateExpression);
}
