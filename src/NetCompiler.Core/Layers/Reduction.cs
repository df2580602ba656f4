using System;
using System.Linq;
using NetCompiler.Core.Building;
using NetCompiler.Core.Tensors;

namespace NetCompiler.Core.Layers;

/// <summary>What means, sums and maxima have in common: over the steps of a sequence, or over axes that the line names.</summary>
internal static class Reduction
{
    /// <summary>Over one axis, which goes.</summary>
    /// <param name="context">The line.</param>
    /// <param name="overSteps">Reduces the steps of a sequence.</param>
    /// <param name="overAxis">Reduces an axis of a value, which stays with extent 1.</param>
    public static void Lower(LayerContext context, Func<TensorValue, TimeAxis, TensorValue> overSteps, Func<TensorValue, int, TensorValue> overAxis)
    {
        TensorValue value = context.Current;
        SlidingArguments.RequireRows(context, value);
        int rank = value.Shape.Rank - 1;
        TimeAxis? time = context.Time(value);
        if (time is null && !context.Arguments.Has("Axis"))
        {
            throw context.Fail(
                ErrorCodes.InvalidArgument,
                $"its operand {value.Label} of shape [{context.Describe(value.Shape)}] is no sequence, so that it must say over which axis: Axis = -1 is the last. Or declare the input with Steps.");
        }

        int axis = context.Arguments.Integer("Axis", -rank, rank - 1, otherwise: 0);
        axis = (axis < 0 ? axis + rank : axis) + 1;
        if (time is not null && axis == 1)
        {
            context.Set(overSteps(value, time));
            return;
        }

        TensorValue reduced = overAxis(value, axis);
        if (time is not null)
        {
            // A feature is left, so that it stays a sequence.
            context.SetPerStep(reduced);
            return;
        }

        context.Set(rank == 1 ? reduced : context.Program.Reshape(reduced, Shape.Of(value.Shape.Extents.Where((_, i) => i != axis))));
    }

    /// <summary>Over the axes that the line lists, or over all of a sample; they go, or stay with extent 1.</summary>
    /// <param name="context">The line.</param>
    /// <param name="overSteps">Reduces the steps of a sequence.</param>
    /// <param name="overAxes">Reduces axes of a value, which stay with extent 1.</param>
    public static void LowerAxes(LayerContext context, Func<TensorValue, TimeAxis, TensorValue> overSteps, Func<TensorValue, int[], TensorValue> overAxes)
    {
        TensorValue value = context.Current;
        SlidingArguments.RequireRows(context, value);
        int rank = value.Shape.Rank - 1;
        int[] given = [.. context.Arguments.Integers("axes", -rank, rank - 1).Select(axis => SampleAxis.Resolve(value.Shape, axis))];
        if (given.Distinct().Count() != given.Length)
        {
            throw context.Fail(ErrorCodes.InvalidArgument, $"one of its axes stands there twice, and its operand {value.Label} has the shape [{context.Describe(value.Shape)}]. Name each once; -1 is the last.");
        }

        int[] axes = given.Length > 0 ? [.. given.OrderBy(axis => axis)] : [.. Enumerable.Range(1, rank)];
        TimeAxis? time = context.Time(value);
        bool takesSteps = time is not null && axes[0] == 1;
        int[] others = takesSteps ? [.. axes.Skip(1)] : axes;
        TensorValue reduced = others.Length == 0 ? value : overAxes(value, others);
        if (time is not null)
        {
            context.Network.SetTime(reduced, time);
            if (!takesSteps)
            {
                // A feature is left, so that it stays a sequence.
                context.Set(reduced);
                return;
            }

            reduced = overSteps(reduced, time);
        }

        Extent[] kept = [.. value.Shape.Extents.Where((_, axis) => !axes.Contains(axis))];
        context.Set(context.Program.Reshape(reduced, context.Arguments.Flag("KeepDims", otherwise: false)
            ? Shape.Of(value.Shape.Extents.Select((extent, axis) => axes.Contains(axis) ? 1 : extent))
            : Shape.Of(kept.Length == 1 ? [kept[0], 1] : kept)));
    }
}
