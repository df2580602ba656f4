using System.Linq;
using NetCompiler.Core.Tensors;
using NetCompiler.Core.Tensors.Operations;

namespace NetCompiler.Core.Passes;

/// <summary>
/// map f (reshape (contract a b)) c = reshape (map f (contract a b) (reshape c)), where the reshape divides the last axis: the map can then close the product.
/// </summary>
internal static class SinkReshapes
{
    public static TensorProgram Run(TensorProgram program) => ProgramRewriter.Rewrite(program, Rewrite);

    private static TensorValue? Rewrite(ProgramBuilder builder, TensorValue value, TensorValue[] operands)
    {
        if (value.Operation is not MapOperation map || map.Expression.Nodes().Any(node => node is Tensors.Scalars.CoordinateExpression)
            || operands.FirstOrDefault(operand => operand.Shape == value.Shape && DividesLast(operand) && IsProduct(operand.Operands[0])) is not { } divided)
        {
            return null;
        }

        Shape flat = divided.Operands[0].Shape;
        TensorValue?[] joined = operands.Select(operand => Joined(builder, operand, value.Shape, flat)).ToArray();
        return joined.All(operand => operand is not null) ? builder.Reshape(builder.Add(map, joined!), value.Shape) : null;
    }

    private static bool IsProduct(TensorValue value) => value.Operation is ContractOperation || (value.Operation is MapOperation && value.Operands.Any(operand => operand.Shape == value.Shape && IsProduct(operand)));

    private static bool DividesLast(TensorValue value) => value.Operation is ReshapeOperation && value.Operands[0].Shape is { Rank: > 1 } from
        && value.Shape.Rank > from.Rank && value.Shape.Extents.Take(from.Rank - 1).SequenceEqual(from.Extents.Take(from.Rank - 1));

    // An operand as it meets the flat shape, or null where it does not.
    private static TensorValue? Joined(ProgramBuilder builder, TensorValue operand, Shape shape, Shape flat)
    {
        int divided = shape.Rank - flat.Rank + 1;
        if (operand.Shape.Length == 1 && !operand.Shape.HasRows)
        {
            return builder.Reshape(operand, Shape.Scalar);
        }

        return operand.Shape == shape ? builder.Reshape(operand.Operation is ReshapeOperation ? operand.Operands[0] : operand, flat)
            : !operand.Shape.HasRows && operand.Shape.Rank == divided && operand.Shape.Extents.SequenceEqual(shape.Extents.Skip(shape.Rank - divided)) ? builder.Reshape(operand, Shape.Of(flat[flat.Rank - 1]))
            : null;
    }
}
