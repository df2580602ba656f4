using NetCompiler.Core.Building;
using NetCompiler.Core.Tensors;
using NetCompiler.Core.Tensors.Operations;
using NetCompiler.Core.Tensors.Scalars;
using NetCompiler.Core.Tensors.Scans;

namespace NetCompiler.Core.Layers;

/// <summary>What reduces the steps of a sequence [steps, features] to one vector [features]: exact for rows that have fewer steps.</summary>
internal static class OverSteps
{
    /// <summary>The last step that counts.</summary>
    public static TensorValue Last(LayerContext context, TensorValue value, TimeAxis time)
    {
        ProgramBuilder program = context.Program;
        if (context.IsStreaming)
        {
            context.EndSteps();
            return Vector(program, value);
        }

        if (LastOfScan.Of(program, value) is { } state)
        {
            return state;
        }

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
        if (context.IsStreaming)
        {
            return MeanSoFar(context, Vector(program, value));
        }

        TensorValue sum = Vector(program, program.Sum(context.Masked(value), 1));
        return time.Lengths is null ? program.Times(1.0 / time.Steps, sum)
            : program.Map(ScalarExpression.Operand(0) / ScalarExpression.Operand(1), sum, time.Aligned(program, sum.Shape.Rank));
    }

    /// <summary>The sum over the steps that count.</summary>
    public static TensorValue Sum(LayerContext context, TensorValue value, TimeAxis time)
    {
        if (!context.IsStreaming)
        {
            return Vector(context.Program, context.Program.Sum(context.Masked(value), 1));
        }

        context.EndSteps();
        TensorValue before = context.Carried("sum", Vector(context.Program, value).Shape);
        return context.Carry(before, context.Program.Plus(before, Vector(context.Program, value)));
    }

    /// <summary>The maximum over the steps that count.</summary>
    public static TensorValue Max(LayerContext context, TensorValue value, TimeAxis time) => context.IsStreaming
        ? MaxSoFar(context, "maximum", Vector(context.Program, value))
        : Vector(context.Program, context.Program.Max(time.Where(context.Program, value, double.NegativeInfinity), 1));

    /// <summary>The mean of a sequence with weights in proportion to exp of a score for each step, [rows, steps, 1], over the steps that count.</summary>
    public static TensorValue SoftmaxMean(LayerContext context, TensorValue value, TensorValue scores, TimeAxis time)
    {
        ProgramBuilder program = context.Program;
        return context.IsStreaming
            ? SoftmaxMeanSoFar(context, Vector(program, value), Vector(program, scores))
            : Vector(program, program.Sum(program.Times(Softmax(context, scores, time), value), 1));
    }

    // m + (x - m) / n: sums would grow until they lose what is added.
    private static TensorValue MeanSoFar(LayerContext context, TensorValue x)
    {
        context.EndSteps();
        ProgramBuilder program = context.Program;
        ScalarExpression a = ScalarExpression.Operand(0);
        TensorValue before = context.Carried("mean", x.Shape);
        return context.Carry(before, program.Map(a + ((ScalarExpression.Operand(1) - a) / (ScalarExpression.Operand(2) + 1)), before, x, context.StepIndex()));
    }

    private static TensorValue MaxSoFar(LayerContext context, string name, TensorValue x)
    {
        context.EndSteps();
        TensorValue before = context.Carried(name, x.Shape, double.NegativeInfinity);
        return context.Carry(before, context.Program.Map(ScalarExpression.Of(BinaryKind.Max, ScalarExpression.Operand(0), ScalarExpression.Operand(1)), before, x));
    }

    // Sums of exp(s) and of exp(s) x, both over exp of the largest score so far: Milakov and Gimelshein 2018.
    private static TensorValue SoftmaxMeanSoFar(LayerContext context, TensorValue x, TensorValue score)
    {
        ProgramBuilder program = context.Program;
        TensorValue beforeMaximum = context.Carried("largest score", score.Shape, double.NegativeInfinity);
        TensorValue beforeSum = context.Carried("sum of weights", score.Shape);
        TensorValue beforeMean = context.Carried("weighted sum", x.Shape);
        context.EndSteps();
        ScalarExpression a = ScalarExpression.Operand(0);
        ScalarExpression b = ScalarExpression.Operand(1);
        TensorValue maximum = context.Carry(beforeMaximum, program.Map(ScalarExpression.Of(BinaryKind.Max, a, b), beforeMaximum, score));
        TensorValue kept = program.Map(ScalarExpression.Of(UnaryKind.Exp, a - b), beforeMaximum, maximum);
        TensorValue added = program.Map(ScalarExpression.Of(UnaryKind.Exp, a - b), score, maximum);
        TensorValue sum = context.Carry(beforeSum, program.Map((a * b) + ScalarExpression.Operand(2), beforeSum, kept, added));
        TensorValue weighted = context.Carry(beforeMean, program.Map((a * b) + (ScalarExpression.Operand(2) * ScalarExpression.Operand(3)), beforeMean, kept, x, added));
        return program.Map(a / b, weighted, sum);
    }

    // Weights of the steps, [rows, steps, 1], from a score for each: exp(s) / Σ exp(s) over the steps that count, 0 at the others.
    private static TensorValue Softmax(LayerContext context, TensorValue scores, TimeAxis time)
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
