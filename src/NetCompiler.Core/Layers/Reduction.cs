using System;
using System.Linq;
using NetCompiler.Core.Building;
using NetCompiler.Core.Tensors;

namespace NetCompiler.Core.Layers;

/// <summary>What the mean and the maximum over one axis have in common: the steps of a sequence, or an axis that the line names.</summary>
internal static class Reduction
{
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
}
