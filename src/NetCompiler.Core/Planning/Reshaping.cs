using System.Collections.Generic;
using System.Linq;
using NetCompiler.Core.Common;
using NetCompiler.Core.Planning.Kernels;
using NetCompiler.Core.Tensors;

namespace NetCompiler.Core.Planning;

/// <summary>Row-major reshapes over strided memory: as another view where strides allow, else as loops of a copy.</summary>
internal static class Reshaping
{
    /// <summary>The layout under which the same memory is the other shape, or null.</summary>
    public static RowLayout? TryView(Shape from, RowLayout layout, Shape to)
    {
        // Runs of axes of the old shape whose strides make one long axis.
        var strides = new int[to.Rank];
        int axis = from.Rank - 1;
        int target = to.Rank - 1;
        while (target >= 0)
        {
            if (to[target].IsOne)
            {
                strides[target] = target == to.Rank - 1 ? 1 : strides[target + 1] * to[target + 1].Maximum;
                target--;
                continue;
            }

            while (axis >= 0 && from[axis].IsOne)
            {
                axis--;
            }

            // Take as many old axes as belong to one group with new axes.
            long oldLength = from[axis].Maximum;
            long newLength = to[target].Maximum;
            bool rows = !from[axis].IsConstant || !to[target].IsConstant;
            int oldFirst = axis;
            int newFirst = target;
            while (oldLength != newLength)
            {
                if (rows)
                {
                    return null;
                }

                if (oldLength < newLength)
                {
                    int next = oldFirst - 1;
                    while (next >= 0 && from[next].IsOne)
                    {
                        next--;
                    }

                    if (next < 0 || !from[next].IsConstant || layout.Strides[next] != layout.Strides[oldFirst] * from[oldFirst].Maximum)
                    {
                        return null;
                    }

                    oldFirst = next;
                    oldLength *= from[next].Maximum;
                }
                else
                {
                    newFirst--;
                    if (newFirst < 0 || !to[newFirst].IsConstant)
                    {
                        return null;
                    }

                    newLength *= to[newFirst].Maximum;
                }
            }

            int stride = layout.Strides[axis];
            for (int i = target; i >= newFirst; i--)
            {
                strides[i] = stride;
                stride *= to[i].Maximum;
            }

            target = newFirst - 1;
            axis = oldFirst - 1;
        }

        bool lastIsContiguous = to.Rank == 0 || to.Last == 1 || strides[to.Rank - 1] == 1;
        if (!lastIsContiguous)
        {
            return null;
        }

        bool padded = to.Rank > 0 && (to.Last == from.Last ? layout.IsPadded : to.Last % Layout.Vector == 0 && Aligned(to, strides));
        return new RowLayout(strides.ToEquatableArray(), padded);
    }

    /// <summary>
    /// Loops over the common refinement of both shapes, with the number of elements of the innermost loop as Padding where that loop is the
    /// whole last axis of the new shape, else 0; null where the shapes have none.
    /// </summary>
    public static (EquatableArray<Loop> Loops, int Padding)? CommonLoops(Shape from, RowLayout source, Shape to, RowLayout target)
    {
        var loops = new List<Loop>();
        int rank = from.HasRows ? 1 : 0;
        (int Extent, int Stride)[] old = Factors(from, source, rank);
        (int Extent, int Stride)[] fresh = Factors(to, target, rank);
        int i = old.Length - 1;
        int j = fresh.Length - 1;
        int oldLeft = i < 0 ? 1 : old[i].Extent;
        int newLeft = j < 0 ? 1 : fresh[j].Extent;
        int oldStride = i < 0 ? 0 : old[i].Stride;
        int newStride = j < 0 ? 0 : fresh[j].Stride;
        while (i >= 0 && j >= 0)
        {
            int common = oldLeft < newLeft ? oldLeft : newLeft;
            if (oldLeft % common != 0 || newLeft % common != 0)
            {
                return null;
            }

            loops.Insert(0, new Loop(new Count(common, false), oldStride, newStride));
            oldLeft /= common;
            newLeft /= common;
            oldStride *= common;
            newStride *= common;
            if (oldLeft == 1 && --i >= 0)
            {
                (oldLeft, oldStride) = old[i];
            }

            if (newLeft == 1 && --j >= 0)
            {
                (newLeft, newStride) = fresh[j];
            }
        }

        bool wholeRow = loops.Count > 0 && loops[loops.Count - 1].Count.Constant == to.Last;
        if (from.HasRows)
        {
            loops.Insert(0, new Loop(Count.Of(from[0]), source.Strides[0], target.Strides[0]));
        }

        return (loops.ToEquatableArray(), wholeRow ? to.Last : 0);
    }

    private static (int Extent, int Stride)[] Factors(Shape shape, RowLayout layout, int first) =>
        Enumerable.Range(first, shape.Rank - first).Where(axis => !shape[axis].IsOne).Select(axis => (shape[axis].Maximum, layout.Strides[axis])).ToArray();

    private static bool Aligned(Shape shape, int[] strides) => Enumerable.Range(0, shape.Rank - 1).All(axis => shape[axis].IsOne || strides[axis] % Layout.Vector == 0);
}
