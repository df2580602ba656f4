using System.Linq;
using NetCompiler.Core.Tensors;
using NetCompiler.Core.Tensors.Operations;
using NetCompiler.Core.Tensors.Scalars;

namespace NetCompiler.Core.Building;

/// <summary>The steps of a sequence, which are axis 1 of its values. Values of one axis have their steps at the same times.</summary>
/// <param name="steps">How many there are at most.</param>
/// <param name="lengths">How many of each row count, [rows, 1], whole numbers from 1 on; null where all do.</param>
internal sealed class TimeAxis(int steps, TensorValue? lengths)
{
    public int Steps { get; } = steps;

    public TensorValue? Lengths { get; } = lengths;

    /// <summary>The lengths as [rows, 1, …] of a rank, for maps over values of that rank.</summary>
    public TensorValue Aligned(ProgramBuilder program, int rank)
    {
        Shape shape = Shape.Of(Enumerable.Range(0, rank).Select(axis => axis == 0 ? Lengths!.Shape[0] : 1));

        // Integers of the caller's have any shape that they are asked for.
        return Lengths!.Operation is SourceOperation source ? program.Add(source with { Shape = shape }) : program.Reshape(Lengths, shape);
    }

    /// <summary>A value [rows, steps, …] where its steps count, and a number elsewhere. What it was there reaches neither the result nor a derivative.</summary>
    public TensorValue Where(ProgramBuilder program, TensorValue value, double otherwise)
    {
        if (Lengths is null)
        {
            return value;
        }

        int rank = value.Shape.Rank;
        ScalarExpression step = ScalarExpression.Coordinate(rank - 2);
        return program.Map(
            ScalarExpression.Select(ComparisonKind.Less, step, ScalarExpression.Operand(1), ScalarExpression.Operand(0), otherwise),
            value,
            Aligned(program, rank));
    }
}
