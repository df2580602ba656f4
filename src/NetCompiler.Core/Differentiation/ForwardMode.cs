using System.Collections.Generic;
using System.Linq;
using NetCompiler.Core.Tensors;
using NetCompiler.Core.Tensors.Operations;

namespace NetCompiler.Core.Differentiation;

/// <summary>
/// Jacobian-vector products: tangents go through the program in its own order. Over the values that <see cref="ReverseMode"/> appended
/// it gives Hessian-vector products (Pearlmutter, Fast Exact Multiplication by the Hessian, 1994).
/// </summary>
internal static class ForwardMode
{
    /// <summary>Appends tangents to a program. Values that no tangent reaches get none, and cost no work.</summary>
    /// <param name="builder">Holds the program and receives the tangents. New values carry the label of the value whose tangent they make.</param>
    /// <param name="tangents">The given tangents, each in the shape of its value; all other sources are constants. A value with a given
    /// tangent keeps it, whatever its operands' are.</param>
    /// <param name="of">The values whose tangents are wanted.</param>
    /// <returns>For each of <paramref name="of"/> its tangent, in its shape; a constant 0 where no given tangent reaches it.</returns>
    /// <exception cref="ProgramException">A tangent of another shape, a value of another program, or one of integers.</exception>
    public static IReadOnlyDictionary<TensorValue, TensorValue> Differentiate(
        ProgramBuilder builder,
        IReadOnlyDictionary<TensorValue, TensorValue> tangents,
        IReadOnlyList<TensorValue> of)
    {
        foreach (KeyValuePair<TensorValue, TensorValue> given in tangents.Where(given => given.Value.Shape != given.Key.Shape))
        {
            throw new ProgramException($"The tangent of {given.Key} {given.Key.Shape} is given as {given.Value} {given.Value.Shape}.");
        }

        var known = tangents.ToDictionary(given => given.Key, given => given.Value);
        string label = builder.Label;
        try
        {
            foreach (TensorValue value in Dependence.Between(builder, tangents.Keys, of).Where(value => !tangents.ContainsKey(value)))
            {
                TensorValue?[] operands = value.Operands.Select(operand => known.TryGetValue(operand, out TensorValue? tangent) ? tangent : null).ToArray();
                builder.Label = value.Label;
                if (operands.Any(tangent => tangent is not null) && RuleTable.Of(value.Operation).Forward(builder, value, operands) is { } own)
                {
                    known.Add(value, own);
                }
            }

            foreach (TensorValue value in of.Where(value => !known.ContainsKey(value)))
            {
                builder.Label = value.Label;
                known.Add(value, builder.Constant(0, value.Shape));
            }
        }
        finally
        {
            builder.Label = label;
        }

        return of.Distinct().ToDictionary(value => value, value => known[value]);
    }
}
