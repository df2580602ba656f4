using System.Linq;
using NetCompiler.Core.Building;
using NetCompiler.Core.Tensors;
using NetCompiler.Core.Tensors.Operations;
using NetCompiler.Core.Tensors.Scalars;

namespace NetCompiler.Core.Losses;

/// <summary>What losses have in common: the value that they judge and the target that they compare it with.</summary>
internal static class LossOperands
{
    /// <summary>The value that <c>Value</c> names, else the current one; it must be one of samples.</summary>
    public static TensorValue Judged(LayerContext context)
    {
        TensorValue value = context.Arguments.Text("Value") is { } name ? context.Named(name) : context.Current;
        context.Judged = value;
        return value.Shape.HasRows
            ? value
            : throw context.Fail(ErrorCodes.ShapeMismatch, $"it judges {value.Label} of shape {value.Shape}, which depends on no input.");
    }

    /// <summary>
    /// With classes as the last axis: [rows, classes, positions…] becomes [rows, positions…, classes]. Kernels work along last axes, and what
    /// convolutions make lies so already, as sequences do.
    /// </summary>
    public static TensorValue ClassesLast(LayerContext context, TensorValue judged, TensorValue value) =>
        context.Time(judged) is not null ? value : context.Program.Transpose(value, PoolOperation.ToLast(value.Shape.Rank));

    /// <summary>A class index for each position of a judged value with classes last, as [rows, positions…, 1].</summary>
    public static (int Index, TensorValue Labels) ClassTarget(LayerContext context, Shape judged)
    {
        string? name = context.Arguments.Name("Target");
        if (name is not null && context.Scope.IsDefined(name))
        {
            throw context.Fail(ErrorCodes.TargetKind, $"its target is a class index, and '{name}' is a value of the network. Give Target another name, or set Targets = TargetKind.Probabilities.");
        }

        return context.Network.Target(context, name, judged.With(judged.Rank - 1, 1), ElementKind.Integer);
    }

    /// <summary>
    /// The mean of each sample's elements, as [rows, 1]; of a sequence's, of the steps that count. Each sample then weighs the same, however many steps it has, so that the
    /// parts of a batch add up to the whole.
    /// </summary>
    /// <param name="context">The line.</param>
    /// <param name="judged">The value that the loss judges.</param>
    /// <param name="terms">A term for each of its elements or, where it has classes, for each position.</param>
    public static TensorValue MeanOfSample(LayerContext context, TensorValue judged, TensorValue terms)
    {
        ProgramBuilder program = context.Program;
        double elements = terms.Shape.Extents.Skip(1).Aggregate(1.0, (product, extent) => product * extent.Maximum);
        int[] axes = Enumerable.Range(1, terms.Shape.Rank - 1).ToArray();
        Shape one = Shape.Of(terms.Shape[0], 1);
        if (context.Time(judged) is not { Lengths: { } lengths } time)
        {
            return program.Reshape(program.Times(1 / elements, program.Sum(terms, axes)), one);
        }

        TensorValue sum = program.Reshape(program.Sum(time.Where(program, terms, 0), axes), one);
        return program.Map(ScalarExpression.Operand(0) * (time.Steps / elements) / ScalarExpression.Operand(1), sum, lengths);
    }

    /// <summary>The mean of each sample's terms over the positions whose class index is another than one, as [rows, 1]; 0 where there are none.</summary>
    public static TensorValue MeanOfSample(LayerContext context, TensorValue judged, TensorValue terms, TensorValue labels, int ignored)
    {
        ProgramBuilder program = context.Program;
        int[] axes = Enumerable.Range(1, terms.Shape.Rank - 1).ToArray();
        ScalarExpression Counted(ScalarExpression each) => ScalarExpression.Select(ComparisonKind.Equal, ScalarExpression.Operand(0), ignored, 0, each);
        TensorValue Sum(TensorValue each) => program.Reshape(program.Sum(context.Time(judged)?.Where(program, each, 0) ?? each, axes), Shape.Of(terms.Shape[0], 1));
        TensorValue sum = Sum(program.Map(Counted(ScalarExpression.Operand(1)), labels, terms));
        TensorValue count = Sum(program.Map(Counted(1), labels));
        return program.Map(ScalarExpression.Operand(0) / ScalarExpression.Of(BinaryKind.Max, ScalarExpression.Operand(1), 1), sum, count);
    }

    /// <summary>
    /// Real numbers of the judged value's shape: a value of the network where <c>Target</c> names one (an autoencoder's input), else
    /// given by the caller.
    /// </summary>
    public static (int Index, TensorValue Value) RealTarget(LayerContext context, TensorValue judged)
    {
        string? name = context.Arguments.Name("Target");
        if (name is null || !context.Scope.IsDefined(name))
        {
            (int index, TensorValue given) = context.Network.Target(context, name, judged.Shape, ElementKind.Real);

            // Nobody says what a caller's targets are at steps that do not count.
            return (index, context.Time(judged)?.Where(context.Program, given, 0) ?? given);
        }

        TensorValue target = context.Named(name);
        context.CommonTime(judged, target);
        return target.Shape == judged.Shape
            ? (-1, target)
            : throw context.Fail(ErrorCodes.ShapeMismatch, $"it compares {judged.Label} of shape [{context.Describe(judged.Shape)}] with '{name}' ({target.Label}) of shape [{context.Describe(target.Shape)}]; the shapes must be equal.");
    }
}
