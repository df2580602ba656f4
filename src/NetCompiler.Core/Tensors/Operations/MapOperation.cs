using System.Collections.Generic;
using System.Linq;
using NetCompiler.Core.Tensors.Scalars;

namespace NetCompiler.Core.Tensors.Operations;

/// <summary>One scalar expression at every index of the broadcast of its operands.</summary>
internal sealed record MapOperation(ScalarExpression Expression) : Operation
{
    public override string Name => "map";

    /// <summary>Integers count as numbers in an expression.</summary>
    public override bool Takes(ElementKind element, int operand) => true;

    public override Shape InferShape(IReadOnlyList<TensorValue> operands)
    {
        if (operands.Count == 0)
        {
            throw new ProgramException("map needs an operand: a constant is a constant.");
        }

        Shape shape = Shape.Broadcast(operands.Select(operand => operand.Shape))
            ?? throw new ProgramException("map cannot broadcast " + string.Join(" and ", operands.Select(operand => operand.Shape)));
        foreach (ScalarExpression node in Expression.Nodes())
        {
            if (node is OperandExpression operand && operand.Index >= operands.Count)
            {
                throw new ProgramException($"map's expression {Expression} names operand {operand.Index} of {operands.Count}.");
            }

            if (node is CoordinateExpression coordinate && coordinate.AxisFromLast >= shape.Rank)
            {
                throw new ProgramException($"map's expression {Expression} names an axis that {shape} does not have.");
            }
        }

        return shape;
    }

    public override string Print(IReadOnlyList<string> operands) => ScalarPrinter.Print(Expression, operands);
}
