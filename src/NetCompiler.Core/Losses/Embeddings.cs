using System.Linq;
using NetCompiler.Core.Building;
using NetCompiler.Core.Tensors;
using NetCompiler.Core.Tensors.Scalars;

namespace NetCompiler.Core.Losses;

/// <summary>What losses of several vectors have in common: values by name, [features] or of sequences [steps, features], and distances between them.</summary>
internal static class Embeddings
{
    /// <summary>The values that arguments name, of one shape.</summary>
    public static TensorValue[] Of(LayerContext context, params string[] arguments)
    {
        TensorValue[] values = arguments.Select(argument => context.Named(
            context.Arguments.Name(argument) ?? throw context.Fail(ErrorCodes.InvalidArgument, $"it needs the names of {arguments.Length} values: {string.Join(", ", arguments)}."))).ToArray();
        TimeAxis? time = context.CommonTime(values);
        foreach (TensorValue value in values)
        {
            if (!value.Shape.HasRows || value.Shape.Rank != (time is null ? 2 : 3) || value.Shape != values[0].Shape)
            {
                string why = value.Shape == values[0].Shape ? "it compares vectors, [features], or those of each step of a sequence. Put [Flatten] before it" : $"{values[0].Label} has shape [{context.Describe(values[0].Shape)}]; the shapes must be equal";
                throw context.Fail(ErrorCodes.ShapeMismatch, $"{value.Label} has shape [{context.Describe(value.Shape)}], and {why}.");
            }
        }

        return values;
    }

    /// <summary>A number for each vector.</summary>
    public static (int Index, TensorValue Value) Target(LayerContext context, TensorValue value) => LossOperands.RealTarget(context, value, value.Shape.With(value.Shape.Rank - 1, 1));

    /// <summary>The scalar product of vectors, [rows, …, 1].</summary>
    public static TensorValue Dot(ProgramBuilder program, TensorValue a, TensorValue b) => program.Sum(program.Times(a, b), a.Shape.Rank - 1);

    /// <summary>‖a - b + epsilon‖_p, [rows, …, 1].</summary>
    public static TensorValue Distance(ProgramBuilder program, TensorValue a, TensorValue b, double epsilon, double p) =>
        Norms.Along(program, program.Map(ScalarExpression.Operand(0) - ScalarExpression.Operand(1) + epsilon, a, b), p);
}
