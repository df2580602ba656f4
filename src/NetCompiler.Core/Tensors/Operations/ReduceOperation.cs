using System.Collections.Generic;
using System.Linq;
using NetCompiler.Core.Common;

namespace NetCompiler.Core.Tensors.Operations;

/// <summary>How elements are combined.</summary>
internal enum ReduceKind
{
    Sum,
    Max,
}

/// <summary>
/// Combines all elements along some axes, which stay with extent 1. Means and variances are sums and maps: their divisors are
/// counts that may be known only at run time.
/// </summary>
internal sealed record ReduceOperation(ReduceKind Kind, EquatableArray<int> Axes) : Operation
{
    public override string Name => Kind == ReduceKind.Sum ? "sum" : "max";

    public override Shape InferShape(IReadOnlyList<TensorValue> operands)
    {
        RequireOperands(operands, 1);
        Shape shape = operands[0].Shape;
        if (Axes.Any(axis => axis < 0 || axis >= shape.Rank) || Axes.Distinct().Count() != Axes.Count || Axes.Count == 0)
        {
            throw new ProgramException($"{Name} over axes {Axes} of {shape}.");
        }

        return Shape.Of(shape.Extents.Select((extent, axis) => Axes.Contains(axis) ? 1 : extent));
    }

    public override string Print(IReadOnlyList<string> operands) => Name + " " + operands[0] + " over " + Axes;
}
