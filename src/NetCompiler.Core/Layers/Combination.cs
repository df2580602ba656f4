using System;
using System.Collections.Generic;
using System.Linq;
using NetCompiler.Core.Building;
using NetCompiler.Core.Tensors;
using NetCompiler.Core.Tensors.Scalars;

namespace NetCompiler.Core.Layers;

/// <summary>What lines have in common that combine the current value with named ones, or with a number, element by element.</summary>
internal static class Combination
{
    /// <summary>Combines the current value with each named one in order, after checking that their shapes fit, or with a number, and makes the result current.</summary>
    /// <param name="context">The line.</param>
    /// <param name="verb">What is done to them.</param>
    /// <param name="combine">How two elements are combined.</param>
    /// <param name="isPartial">Whether some numbers have no result, or 0 an infinite derivative: steps that do not count are then computed of ones.</param>
    /// <param name="names">The values; null for those that the line lists.</param>
    public static void Lower(
        LayerContext context, string verb, Func<ScalarExpression, ScalarExpression, ScalarExpression> combine, bool isPartial = false, IReadOnlyList<string>? names = null)
    {
        ScalarExpression a = ScalarExpression.Operand(0);
        if (context.Arguments.Has("number"))
        {
            double number = context.Arguments.Real("number", -double.MaxValue, double.MaxValue, otherwise: 0);
            context.SetPerStep(context.Program.Map(combine(a, number), Whole(context.Current)));
            return;
        }

        TensorValue result = context.Current;
        foreach (string name in names ?? Names(context))
        {
            TensorValue other = context.Named(name);
            TensorValue left = WithAxes(context, result, other.Shape);
            TensorValue right = WithAxes(context, other, result.Shape);
            Shape? shape = Shape.Broadcast([left.Shape, right.Shape]);

            // A value without rows must not be mistaken for one with as many rows as its first extent says.
            bool misaligned = result.Shape.HasRows != other.Shape.HasRows && (result.Shape.HasRows ? other : result).Shape.Rank >= (result.Shape.HasRows ? result : other).Shape.Rank;
            if (shape is null || misaligned)
            {
                DeclarationException exception = context.Fail(
                    ErrorCodes.ShapeMismatch,
                    $"{result.Label} has shape [{context.Describe(result.Shape)}] and '{name}' ({other.Label}) has shape [{context.Describe(other.Shape)}]; only equal shapes, or extents of 1, can be {verb}.");
                throw WithOutputs(context, exception, result, other);
            }

            foreach (TensorValue sequence in new[] { result, other }.Where(value => value != left && value != right))
            {
                context.RequireNoSequence(sequence, "Its steps would be no axis of their own in a value of more axes.");
            }

            TimeAxis? time = context.CommonTime(left, right);
            result = context.Program.Map(combine(a, ScalarExpression.Operand(1)), Whole(left), Whole(right));
            if (time is not null)
            {
                context.Network.SetTime(result, time);
            }
        }

        context.Set(result);

        // What does not count is 0, and 0 times an infinite derivative would be no number.
        TensorValue Whole(TensorValue value) => isPartial && context.Time(value) is { } time ? time.Where(context.Program, value, 1) : value;
    }

    // Where the shapes differ along one axis, the layer before either value can make as many as the other has.
    private static DeclarationException WithOutputs(LayerContext context, DeclarationException exception, TensorValue result, TensorValue other)
    {
        if (result.Shape.Rank != other.Shape.Rank)
        {
            return exception;
        }

        int[] axes = [.. Enumerable.Range(0, result.Shape.Rank).Where(axis => result.Shape[axis] != other.Shape[axis])];
        foreach ((TensorValue value, TensorValue wanted) in new[] { (result, other), (other, result) }.Where(_ => axes.Length == 1))
        {
            if (context.Network.OutputsOf(value, axes[0]) is { } line)
            {
                exception.WithNumbers(line, "outputs", wanted.Shape[axes[0]].Maximum);
            }
        }

        return exception;
    }

    // Shapes are those of one sample, aligned at their last extents: rows stay in front of the extents of 1 that the shorter one is given.
    private static TensorValue WithAxes(LayerContext context, TensorValue value, Shape other)
    {
        int missing = value.Shape.HasRows && other.HasRows ? other.Rank - value.Shape.Rank : 0;
        return missing <= 0 ? value
            : context.Program.Reshape(value, Shape.Of([value.Shape[0], .. Enumerable.Repeat((Extent)1, missing), .. value.Shape.Extents.Skip(1)]));
    }

    /// <summary>The names that the line gives: at least one.</summary>
    public static IReadOnlyList<string> Names(LayerContext context)
    {
        IReadOnlyList<string> names = context.Arguments.Texts("names");
        return names.Count > 0 ? names : throw context.Fail(ErrorCodes.InvalidArgument, $"it names nothing. Write the name of a layer: [{context.Line.Kind}(\"stem\")].");
    }
}
