using System.Collections.Generic;
using System.Linq;
using NetCompiler.Core.Tensors;
using NetCompiler.Core.Tensors.Operations;

namespace NetCompiler.Core.Differentiation;

/// <summary>Finds the values that derivatives flow through.</summary>
internal static class Dependence
{
    /// <summary>The values on a differentiable path from some to others, both ends included, in the program's order.</summary>
    /// <exception cref="ProgramException">An end is not a value of the program, or not real.</exception>
    public static IReadOnlyList<TensorValue> Between(ProgramBuilder builder, IEnumerable<TensorValue> from, IEnumerable<TensorValue> to)
    {
        var starts = new HashSet<TensorValue>(from.Select(value => RequireReal(builder, value)));
        var dependent = new HashSet<TensorValue>();
        var ends = new HashSet<TensorValue>(to.Select(value => RequireReal(builder, value)));
        int last = ends.Count == 0 ? -1 : ends.Max(value => value.Id);
        for (int id = 0; id <= last; id++)
        {
            TensorValue value = builder.Values[id];
            if (starts.Contains(value) || (RuleTable.Of(value.Operation).IsDifferentiable && value.Operands.Any(dependent.Contains)))
            {
                dependent.Add(value);
            }
        }

        var path = new HashSet<TensorValue>();
        for (int id = last; id >= 0; id--)
        {
            TensorValue value = builder.Values[id];
            if (!dependent.Contains(value) || !(ends.Contains(value) || path.Contains(value)))
            {
                continue;
            }

            path.Add(value);
            if (RuleTable.Of(value.Operation).IsDifferentiable)
            {
                path.UnionWith(value.Operands.Where(dependent.Contains));
            }
        }

        return path.OrderBy(value => value.Id).ToArray();
    }

    private static TensorValue RequireReal(ProgramBuilder builder, TensorValue value)
    {
        if (value.Id >= builder.Values.Count || !ReferenceEquals(builder.Values[value.Id], value))
        {
            throw new ProgramException($"{value} {value.Shape} ({value.Operation.Name}) is of another program than the one that is differentiated.");
        }

        return value.Element == ElementKind.Real
            ? value
            : throw new ProgramException($"{value} {value.Shape} ({value.Operation.Name}) is of {(value.Element == ElementKind.Byte ? "bytes" : "integers")}, which have no derivatives.");
    }
}
