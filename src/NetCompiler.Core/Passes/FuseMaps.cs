using System.Collections.Generic;
using System.Linq;
using NetCompiler.Core.Tensors;
using NetCompiler.Core.Tensors.Operations;
using NetCompiler.Core.Tensors.Scalars;

namespace NetCompiler.Core.Passes;

/// <summary>
/// map f (map g x) = map (f of g) x, where the inner map has no other use and the same shape, or is a number made of the call's scalars.
/// </summary>
internal static class FuseMaps
{
    // Beyond this many nodes an expression is left as it is: no emitted expression grows with the network.
    private const int LargestExpression = 96;

    public static TensorProgram Run(TensorProgram program)
    {
        var uses = new Dictionary<TensorValue, int>();
        foreach (TensorValue operand in program.Values.SelectMany(value => value.Operands.Distinct()).Concat(program.Results.Select(result => result.Value)))
        {
            uses[operand] = uses.TryGetValue(operand, out int count) ? count + 1 : 1;
        }

        // How often the value is used in the old program decides, also for what was fused into it.
        var origin = new Dictionary<TensorValue, TensorValue>();
        return ProgramRewriter.Rewrite(program, (builder, value, operands) =>
        {
            TensorValue result = value.Operation is MapOperation map ? Fuse(builder, value, map, operands) : builder.Copy(value, operands);
            origin[result] = value;
            return result;
        });

        TensorValue Fuse(ProgramBuilder builder, TensorValue value, MapOperation map, TensorValue[] operands)
        {
            var arguments = new List<TensorValue>();
            var substitutes = new ScalarExpression[operands.Length];
            int size = map.Expression.Nodes().Count;
            for (int i = 0; i < operands.Length; i++)
            {
                TensorValue operand = operands[i];
                if (operand.Operation is MapOperation inner && MayFuse(operand, value.Shape) && (size += inner.Expression.Nodes().Count * Occurrences(map.Expression, i)) <= LargestExpression)
                {
                    substitutes[i] = inner.Expression.Substitute(operand.Operands.Select(argument => ScalarExpression.Operand(IndexOf(arguments, argument))).ToArray());
                }
                else
                {
                    substitutes[i] = ScalarExpression.Operand(IndexOf(arguments, operand));
                }
            }

            return builder.Map(map.Expression.Substitute(substitutes), arguments.ToArray());
        }

        bool MayFuse(TensorValue operand, Shape shape)
        {
            bool scalars = operand.Operands.All(argument => argument.Operation is RuntimeScalarOperation);
            if (scalars)
            {
                return true;
            }

            return operand.Shape == shape && origin.TryGetValue(operand, out TensorValue? before) && uses[before] == 1;
        }
    }

    private static int Occurrences(ScalarExpression expression, int operand) => expression.Nodes().Count(node => node is OperandExpression read && read.Index == operand);

    private static int IndexOf(List<TensorValue> arguments, TensorValue argument)
    {
        int index = arguments.IndexOf(argument);
        if (index < 0)
        {
            index = arguments.Count;
            arguments.Add(argument);
        }

        return index;
    }
}
