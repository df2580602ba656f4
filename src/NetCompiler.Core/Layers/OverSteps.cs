using NetCompiler.Core.Building;
using NetCompiler.Core.Tensors;
using NetCompiler.Core.Tensors.Operations;
using NetCompiler.Core.Tensors.Scalars;

namespace NetCompiler.Core.Layers;

/// <summary>What reduces the steps of a sequence [steps, features] to one vector [features]: exact for rows that have fewer steps.</summary>
internal static class OverSteps
{
    /// <summary>The last step that counts.</summary>
    public static TensorValue Last(LayerContext context, TensorValue value, TimeAxis time)
    {
        ProgramBuilder program = context.Program;
        if (time.Lengths is null)
        {
            return Vector(program, program.Add(new SliceOperation(1, time.Steps - 1, 1), value));
        }

        // A sum of which one summand is not 0.
        ScalarExpression isLast = ScalarExpression.Select(
            ComparisonKind.Equal, ScalarExpression.Coordinate(value.Shape.Rank - 2) + 1, ScalarExpression.Operand(1), ScalarExpression.Operand(0), 0);
        return Vector(program, program.Sum(program.Map(isLast, value, time.Aligned(program, value.Shape.Rank)), 1));
    }

    /// <summary>The mean over the steps that count.</summary>
    public static TensorValue Mean(LayerContext context, TensorValue value, TimeAxis time)
    {
        ProgramBuilder program = context.Program;
        TensorValue sum = Vector(program, program.Sum(context.Masked(value), 1));
        return time.Lengths is null ? program.Times(1.0 / time.Steps, sum)
            : program.Map(ScalarExpression.Operand(0) / ScalarExpression.Operand(1), sum, time.Aligned(program, sum.Shape.Rank));
    }

    /// <summary>The maximum over the steps that count.</summary>
    public static TensorValue Max(LayerContext context, TensorValue value, TimeAxis time) =>
        Vector(context.Program, context.Program.Max(time.Where(context.Program, value, double.NegativeInfinity), 1));

    /// <summary>Weights of the steps, [rows, steps, 1], from a score for each: exp(s) / Σ exp(s) over the steps that count, 0 at the others.</summary>
    public static TensorValue Softmax(LayerContext context, TensorValue scores, TimeAxis time)
    {
        ProgramBuilder program = context.Program;
        TensorValue counting = time.Where(program, scores, double.NegativeInfinity);
        TensorValue maximum = program.StopGradient(program.Max(counting, 1));
        TensorValue exponentials = program.Map(ScalarExpression.Of(UnaryKind.Exp, ScalarExpression.Operand(0) - ScalarExpression.Operand(1)), counting, maximum);
        return program.Map(ScalarExpression.Operand(0) / ScalarExpression.Operand(1), exponentials, program.Sum(exponentials, 1));
    }

    /// <summary>[rows, 1, features] as [rows, features].</summary>
    public static TensorValue Vector(ProgramBuilder program, TensorValue value) => program.Reshape(value, Shape.Of(value.Shape[0], value.Shape[2]));

    /// <summary>The current value, which is a sequence.</summary>
    public static (TensorValue Value, TimeAxis Time) Operand(LayerContext context)
    {
        TensorValue value = context.Current;
        return context.Time(value) is { } time ? (value, time) : throw context.Fail(
            ErrorCodes.ShapeMismatch,
            $"its operand {value.Label} of shape [{context.Describe(value.Shape)}] is no sequence. Declare the input with Steps, [Input(16, Steps = 128)], and leave out what ends the steps before, such as [Flatten].");
    }
}
