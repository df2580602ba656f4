using System;
using System.Collections.Generic;
using System.Linq;
using NetCompiler.Core.Building;
using NetCompiler.Core.Common;
using NetCompiler.Core.Tensors;
using NetCompiler.Core.Tensors.Operations;

namespace NetCompiler.Core.Layers;

/// <summary>What layers have in common that put a border around signals and images: zeros, or a reflection.</summary>
internal static class Bordering
{
    // Beyond this many elements the table of an axis would make a file too large.
    private const int LargestTable = 1 << 15;

    /// <summary>Zeros around the spatial axes.</summary>
    public static void LowerZeros(LayerContext context, int axes)
    {
        TensorValue value = SlidingArguments.Operand(context, axes);
        (EquatableArray<int> before, EquatableArray<int> after) = SlidingArguments.Sides(context, axes);
        RequireSize(context, value, before, after);
        for (int axis = 0; axis < axes; axis++)
        {
            if (before[axis] + after[axis] > 0)
            {
                value = context.Program.Add(new PadOperation(axis + 2, before[axis], after[axis]), value);
            }
        }

        context.Set(value);
    }

    /// <summary>Elements reflected at the first and last of each spatial axis, which are not repeated.</summary>
    public static void LowerReflection(LayerContext context, int axes)
    {
        TensorValue value = SlidingArguments.Operand(context, axes);
        (EquatableArray<int> before, EquatableArray<int> after) = SlidingArguments.Sides(context, axes);
        EquatableArray<int> extents = value.Shape.Spatial;
        RequireSize(context, value, before, after);
        if (extents.Where((extent, axis) => Math.Max(before[axis], after[axis]) >= extent).Any())
        {
            IEnumerable<long> result = extents.Select((extent, axis) => (long)extent + before[axis] + after[axis]).Prepend(value.Shape[1].Maximum);
            throw context.Fail(
                ErrorCodes.ShapeMismatch,
                $"its operand {value.Label} has shape [{context.Describe(value.Shape)}] and the result would have shape [{string.Join(", ", result)}]; a reflection has one element less than the axis that it reflects. Make each padding smaller than its axis.");
        }

        for (int axis = 0; axis < axes; axis++)
        {
            int extent = extents[axis];
            if (before[axis] + after[axis] > 0)
            {
                SparseMatrix matrix = SparseMatrix.Choosing(extent, Enumerable.Range(-before[axis], before[axis] + extent + after[axis])
                    .Select(index => index < 0 ? -index : index >= extent ? (2 * (extent - 1)) - index : index));
                value = Resampled(context, value, axis + 2, matrix);
            }
        }

        context.Set(value);
    }

    /// <summary>A product with a matrix along an axis, whose tables may not grow without bounds.</summary>
    public static TensorValue Resampled(LayerContext context, TensorValue value, int axis, SparseMatrix matrix) => Math.Max(matrix.Rows.Count, matrix.Columns) <= LargestTable
        ? context.Program.Add(new ResampleOperation(axis, matrix), value)
        : throw context.Fail(ErrorCodes.TooLarge, $"it makes an axis of {matrix.Rows.Count} from one of {matrix.Columns}, of its operand of shape [{context.Describe(value.Shape)}]; at most {LargestTable} elements an axis are supported.");

    private static void RequireSize(LayerContext context, TensorValue value, EquatableArray<int> before, EquatableArray<int> after) => SlidingArguments.RequireSize(
        context, "result", value.Shape.Spatial.Select((extent, axis) => (long)extent + before[axis] + after[axis]).Prepend(value.Shape[1].Maximum), context.Network.Batch);
}
