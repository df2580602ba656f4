using System.Collections.Generic;
using System.Linq;
using NetCompiler.Core.Common;

namespace NetCompiler.Core.Tensors.Operations;

/// <summary>The same elements in the same row-major order under another shape. Rows stay rows.</summary>
internal sealed record ReshapeOperation(Shape Shape) : Operation
{
    public override string Name => "reshape";

    public override Shape InferShape(IReadOnlyList<TensorValue> operands)
    {
        RequireOperands(operands, 1);
        if (operands[0].Shape.Length != Shape.Length || operands[0].Shape.HasRows != Shape.HasRows)
        {
            throw new ProgramException($"reshape of {operands[0].Shape} to {Shape}.");
        }

        return Shape;
    }

    public override string Print(IReadOnlyList<string> operands) => "reshape " + operands[0];
}

/// <summary>Axis i of the result is axis Permutation[i] of the operand.</summary>
internal sealed record TransposeOperation(EquatableArray<int> Permutation) : Operation
{
    public override string Name => "transpose";

    public override Shape InferShape(IReadOnlyList<TensorValue> operands)
    {
        RequireOperands(operands, 1);
        Shape shape = operands[0].Shape;
        if (!Permutation.OrderBy(axis => axis).SequenceEqual(Enumerable.Range(0, shape.Rank)))
        {
            throw new ProgramException($"transpose of {shape} by {Permutation}.");
        }

        return Shape.Of(Permutation.Select(axis => shape[axis]));
    }

    public override string Print(IReadOnlyList<string> operands) => "transpose " + operands[0] + " by " + Permutation;
}

/// <summary>Length elements of an axis, from Start on.</summary>
internal sealed record SliceOperation(int Axis, int Start, int Length) : Operation
{
    public override string Name => "slice";

    public override Shape InferShape(IReadOnlyList<TensorValue> operands)
    {
        RequireOperands(operands, 1);
        Shape shape = operands[0].Shape;
        if (Axis < 0 || Axis >= shape.Rank || !shape[Axis].IsConstant || Start < 0 || Length < 1 || Start + Length > shape[Axis].Maximum)
        {
            throw new ProgramException($"slice of {shape}: {Length} elements of axis {Axis} from {Start} on.");
        }

        return shape.With(Axis, Length);
    }

    public override string Print(IReadOnlyList<string> operands) => $"slice {operands[0]} axis {Axis} from {Start} length {Length}";
}

/// <summary>The operands one after the other along an axis.</summary>
internal sealed record ConcatOperation(int Axis) : Operation
{
    public override string Name => "concat";

    public override Shape InferShape(IReadOnlyList<TensorValue> operands)
    {
        Shape first = operands[0].Shape;
        if (Axis < 0 || Axis >= first.Rank || operands.Any(operand =>
            operand.Shape.Rank != first.Rank || !operand.Shape[Axis].IsConstant || operand.Shape.With(Axis, 1) != first.With(Axis, 1)))
        {
            throw new ProgramException($"concat of {string.Join(" and ", operands.Select(operand => operand.Shape))} along axis {Axis}.");
        }

        return first.With(Axis, operands.Sum(operand => operand.Shape[Axis].Maximum));
    }

    public override string Print(IReadOnlyList<string> operands) => "concat " + string.Join(" ", operands) + " axis " + Axis;
}

/// <summary>The operand with zeros before and after it along an axis.</summary>
internal sealed record PadOperation(int Axis, int Before, int After) : Operation
{
    public override string Name => "pad";

    public override Shape InferShape(IReadOnlyList<TensorValue> operands)
    {
        RequireOperands(operands, 1);
        Shape shape = operands[0].Shape;
        if (Axis < 0 || Axis >= shape.Rank || !shape[Axis].IsConstant || Before < 0 || After < 0)
        {
            throw new ProgramException($"pad of {shape}: {Before} and {After} along axis {Axis}.");
        }

        return shape.With(Axis, shape[Axis].Maximum + Before + After);
    }

    public override string Print(IReadOnlyList<string> operands) => $"pad {operands[0]} axis {Axis} before {Before} after {After}";
}

/// <summary>The operand repeated to a larger shape, as NumPy broadcasts.</summary>
internal sealed record BroadcastOperation(Shape Shape) : Operation
{
    public override string Name => "broadcast";

    public override Shape InferShape(IReadOnlyList<TensorValue> operands)
    {
        RequireOperands(operands, 1);
        if (Shape.Broadcast([operands[0].Shape, Shape]) != Shape)
        {
            throw new ProgramException($"broadcast of {operands[0].Shape} to {Shape}.");
        }

        return Shape;
    }

    public override string Print(IReadOnlyList<string> operands) => "broadcast " + operands[0];
}
