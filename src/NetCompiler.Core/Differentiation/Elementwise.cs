using System.Collections.Generic;
using System.Linq;
using NetCompiler.Core.Tensors;
using NetCompiler.Core.Tensors.Operations;
using NetCompiler.Core.Tensors.Scalars;

namespace NetCompiler.Core.Differentiation;

/// <summary>Adds values to a program as rules want them: with constants and broadcasts folded, so that gradients do no needless work.</summary>
internal static class Elementwise
{
    /// <summary>
    /// An expression over those of the operands that it names, in a given shape, which the operands' own broadcast may fall short of:
    /// a derivative does not name every operand of its map. No map is added for a constant or a bare operand.
    /// </summary>
    public static TensorValue Map(ProgramBuilder builder, ScalarExpression expression, IReadOnlyList<TensorValue> operands, Shape shape)
    {
        expression = expression.Rewrite(node =>
            node is OperandExpression operand && operands[operand.Index].Operation is ConstantOperation constant ? new ConstantExpression(constant.Value) : null);
        switch (expression)
        {
            case ConstantExpression constant:
                return builder.Constant(constant.Value, shape);
            case OperandExpression operand when operands[operand.Index].Element == ElementKind.Real:
                return Broadcast(builder, operands[operand.Index], shape);
        }

        // A map broadcasts by itself.
        TensorValue[] sources = operands.Select(operand => operand.Operation is BroadcastOperation ? operand.Operands[0] : operand).ToArray();
        var named = new List<TensorValue>();
        expression = expression.Rewrite(node =>
        {
            if (node is not OperandExpression operand)
            {
                return null;
            }

            int index = named.IndexOf(sources[operand.Index]);
            if (index < 0)
            {
                index = named.Count;
                named.Add(sources[operand.Index]);
            }

            return new OperandExpression(index);
        });

        // Coordinates count along the axes of the result: a smaller map would have others, so the shape comes in as an operand.
        if (expression.Nodes().Any(node => node is CoordinateExpression) && Shape.Broadcast(named.Select(value => value.Shape)) != shape)
        {
            named.Add(builder.Constant(0, shape));
        }

        return Broadcast(builder, builder.Map(expression, named.ToArray()), shape);
    }

    // A map of more terms would nest, and read, more than a kernel should.
    private const int LargestSum = 16;

    /// <summary>The sum of values of one shape: one map, or a tree of maps where there are many.</summary>
    public static TensorValue Sum(ProgramBuilder builder, IReadOnlyList<TensorValue> terms)
    {
        if (terms.Count > LargestSum)
        {
            TensorValue[] parts = Enumerable.Range(0, (terms.Count + LargestSum - 1) / LargestSum)
                .Select(part => Sum(builder, terms.Skip(part * LargestSum).Take(LargestSum).ToArray()))
                .ToArray();
            return Sum(builder, parts);
        }

        ScalarExpression sum = ScalarExpression.Operand(0);
        for (int i = 1; i < terms.Count; i++)
        {
            sum += ScalarExpression.Operand(i);
        }

        return Map(builder, sum, terms, terms[0].Shape);
    }

    /// <summary>A broadcast; of a constant, the larger constant, and of a broadcast, one from its operand.</summary>
    public static TensorValue Broadcast(ProgramBuilder builder, TensorValue value, Shape shape) => value.Operation switch
    {
        ConstantOperation constant => builder.Constant(constant.Value, shape),
        BroadcastOperation => builder.Broadcast(value.Operands[0], shape),
        _ => builder.Broadcast(value, shape),
    };

    /// <summary>A reshape; of a constant, the constant in the other shape.</summary>
    public static TensorValue Reshape(ProgramBuilder builder, TensorValue value, Shape shape) =>
        value.Operation is ConstantOperation constant ? builder.Constant(constant.Value, shape) : builder.Reshape(value, shape);
}
