using System.Collections.Generic;
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

    /// <summary>The classes of a value, with these last: its first axis but for sequences, whose classes are the last.</summary>
    /// <param name="context">The line.</param>
    /// <param name="fewest">The fewest classes that make sense.</param>
    /// <param name="what">What it takes one of for each class.</param>
    public static (TensorValue Judged, TensorValue Scores, int Classes) Scores(LayerContext context, int fewest, string what)
    {
        TensorValue judged = Judged(context);
        if (judged.Shape.Rank < 2)
        {
            throw context.Fail(ErrorCodes.ShapeMismatch, $"it takes one {what} for each class, and {judged.Label} has shape [{context.Describe(judged.Shape)}]. Put [Linear(classes)] before it.");
        }

        bool isSequence = context.Time(judged) is not null;
        int classes = isSequence ? judged.Shape.Last : judged.Shape[1].Maximum;
        if (classes < fewest)
        {
            string advice = judged.Shape.Rank == 2 || isSequence ? "Give it an output for each class." : "Give it a channel for each class, or put [Flatten] before it if it is one vector.";
            throw context.Fail(ErrorCodes.ShapeMismatch, $"{judged.Label} has shape [{context.Describe(judged.Shape)}] and so one {what}; it compares those of at least {fewest} classes. {advice}");
        }

        return (judged, ClassesLast(context, judged, judged), classes);
    }

    /// <summary>Numbers that stand in the declaration, as a vector.</summary>
    public static TensorValue Numbers(ProgramBuilder program, IReadOnlyList<double> numbers)
    {
        TensorValue one = program.Constant(1, Shape.Of(1));
        return program.Add(new ResampleOperation(0, SparseMatrix.Of(1, numbers.Select(number => new[] { new MatrixEntry(0, number) }))), one);
    }

    /// <summary>A number for each class, as a vector; null where the line gives none.</summary>
    public static TensorValue? OfClasses(LayerContext context, string argument, int classes)
    {
        if (!context.Arguments.Has(argument))
        {
            return null;
        }

        IReadOnlyList<double> numbers = context.Arguments.Reals(argument, 0, 1e6);
        return numbers.Count == classes
            ? Numbers(context.Program, numbers)
            : throw context.Fail(ErrorCodes.InvalidArgument, $"{argument} has {numbers.Count} {(numbers.Count == 1 ? "number" : "numbers")}, and the value {classes} {(classes == 1 ? "class" : "classes")}. Give one number for each class.");
    }

    /// <summary>A number for each class, to be multiplied with a value whose classes are its first axis, or the last of a sequence; null where the line gives none.</summary>
    public static TensorValue? AlongClasses(LayerContext context, string argument, TensorValue value)
    {
        bool isLast = value.Shape.Rank <= 2 || context.Time(value) is not null;
        int classes = value.Shape.Rank < 2 ? 1 : isLast ? value.Shape.Last : value.Shape[1].Maximum;
        TensorValue? numbers = OfClasses(context, argument, classes);
        return numbers is null || isLast ? numbers : context.Program.Reshape(numbers, Shape.Of(Enumerable.Range(1, value.Shape.Rank - 1).Select(axis => (Extent)(axis == 1 ? classes : 1))));
    }

    /// <summary>What a map makes of the operands of each class, summed along the last axis where the class is the target's: [rows, positions…, 1].</summary>
    public static TensorValue OfTarget(ProgramBuilder program, TensorValue labels, ScalarExpression value, params TensorValue[] operands)
    {
        ScalarExpression chosen = ScalarExpression.Select(ComparisonKind.Equal, ScalarExpression.Coordinate(0), ScalarExpression.Operand(operands.Length), value, 0);
        TensorValue each = program.Map(chosen, [.. operands, labels]);
        return program.Sum(each, each.Shape.Rank - 1);
    }

    /// <summary>The class index of positions that the line leaves out; null for none.</summary>
    public static int? IgnoreIndex(LayerContext context) => context.Arguments.Has("IgnoreIndex") ? context.Arguments.Integer("IgnoreIndex", int.MinValue + 5) : null;

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

    /// <summary>The mean of each sample's terms over the positions that count, as [rows, 1]; 0 where there are none.</summary>
    public static TensorValue MeanOfSample(LayerContext context, TensorValue judged, TensorValue terms, TensorValue counted) => context.Program.Map(
        ScalarExpression.Operand(0) / ScalarExpression.Of(BinaryKind.Max, ScalarExpression.Operand(1), 1), SumOfSample(context, judged, terms), SumOfSample(context, judged, counted));

    /// <summary>The sum of each sample's terms, as [rows, 1]; of a sequence's, of those of the steps that count.</summary>
    public static TensorValue SumOfSample(LayerContext context, TensorValue judged, TensorValue terms)
    {
        ProgramBuilder program = context.Program;
        int[] axes = Enumerable.Range(1, terms.Shape.Rank - 1).ToArray();
        return program.Reshape(program.Sum(context.Time(judged)?.Where(program, terms, 0) ?? terms, axes), Shape.Of(terms.Shape[0], 1));
    }

    /// <summary>Real numbers of the judged value's shape: a value of the network, or given by the caller.</summary>
    public static (int Index, TensorValue Value) RealTarget(LayerContext context, TensorValue judged) => RealTarget(context, judged, judged.Shape);

    /// <summary>
    /// Real numbers of a shape: a value of the network where <c>Target</c> names one (an autoencoder's input), else
    /// given by the caller.
    /// </summary>
    public static (int Index, TensorValue Value) RealTarget(LayerContext context, TensorValue judged, Shape shape)
    {
        string? name = context.Arguments.Name("Target");
        if (name is null || !context.Scope.IsDefined(name))
        {
            (int index, TensorValue given) = context.Network.Target(context, name, shape, ElementKind.Real);

            // Nobody says what a caller's targets are at steps that do not count.
            return (index, context.Time(judged)?.Where(context.Program, given, 0) ?? given);
        }

        TensorValue target = context.Named(name);
        context.CommonTime(judged, target);
        return target.Shape == shape
            ? (-1, target)
            : throw context.Fail(ErrorCodes.ShapeMismatch, $"it compares {judged.Label} of shape [{context.Describe(judged.Shape)}] with '{name}' ({target.Label}) of shape [{context.Describe(target.Shape)}]; {(shape == judged.Shape ? "the shapes must be equal" : $"its target has shape [{context.Describe(shape)}]")}.");
    }
}
