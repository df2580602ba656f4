using System.Collections.Generic;
using System.Linq;
using NetCompiler.Core.Common;

namespace NetCompiler.Core.Tensors.Operations;

/// <summary>
/// A matrix product in general form: sums products over pairs of contracted axes. The result's axes are the batch axes (in the
/// order of the left operand's list), then the left operand's remaining axes, then the right operand's.
/// </summary>
internal sealed record ContractOperation(
    EquatableArray<int> LeftContracted,
    EquatableArray<int> RightContracted,
    EquatableArray<int> LeftBatch,
    EquatableArray<int> RightBatch) : Operation
{
    public override string Name => "contract";

    /// <summary>A product over one axis of each operand.</summary>
    public static ContractOperation Over(int left, int right) =>
        new(EquatableArray.Of(left), EquatableArray.Of(right), EquatableArray<int>.Empty, EquatableArray<int>.Empty);

    /// <summary>The axes of an operand that are neither batch nor contracted.</summary>
    public static int[] Free(int rank, EquatableArray<int> contracted, EquatableArray<int> batch) =>
        Enumerable.Range(0, rank).Where(axis => !contracted.Contains(axis) && !batch.Contains(axis)).ToArray();

    public override Shape InferShape(IReadOnlyList<TensorValue> operands)
    {
        RequireOperands(operands, 2);
        Shape left = operands[0].Shape;
        Shape right = operands[1].Shape;
        RequireEqual(left, LeftContracted, right, RightContracted, "contracted");
        RequireEqual(left, LeftBatch, right, RightBatch, "batch");
        return Shape.Of(
            LeftBatch.Select(axis => left[axis])
            .Concat(Free(left.Rank, LeftContracted, LeftBatch).Select(axis => left[axis]))
            .Concat(Free(right.Rank, RightContracted, RightBatch).Select(axis => right[axis])));
    }

    public override string Print(IReadOnlyList<string> operands)
    {
        string batch = LeftBatch.Count == 0 ? string.Empty : " batch " + LeftBatch + "x" + RightBatch;
        return "contract " + operands[0] + " " + operands[1] + " over " + LeftContracted + "x" + RightContracted + batch;
    }

    private static void RequireEqual(Shape left, EquatableArray<int> leftAxes, Shape right, EquatableArray<int> rightAxes, string what)
    {
        if (leftAxes.Count != rightAxes.Count || leftAxes.Where((axis, i) => left[axis] != right[rightAxes[i]]).Any())
        {
            throw new ProgramException($"contract: {what} axes {leftAxes} of {left} do not fit {rightAxes} of {right}.");
        }
    }
}
