using System;
using System.Collections.Generic;
using System.Linq;
using NetCompiler.Core.Common;
using NetCompiler.Core.Planning.Kernels;
using NetCompiler.Core.Tensors;
using NetCompiler.Core.Tensors.Operations;

namespace NetCompiler.Core.Planning.Lowering;

/// <summary>Windows: a view of x where every index that they meet is one of x, else of a copy with zeros around and between.</summary>
internal sealed class WindowsLowering(PlanBuilder plan)
{
    public void Realize(TensorValue value)
    {
        var windows = (WindowsOperation)value.Operation;
        PlanTensor source = plan.Source(value.Operands[0]);
        Shape x = source.Shape;
        int[] least = Enumerable.Range(0, windows.Axes).Select(axis => windows.Origin[axis] + Math.Min(0, (windows.Window[axis] - 1) * windows.Step[axis])).ToArray();
        int[] most = Enumerable.Range(0, windows.Axes)
            .Select(axis => ((windows.Positions[axis] - 1) * windows.Stride[axis]) + windows.Origin[axis] + Math.Max(0, (windows.Window[axis] - 1) * windows.Step[axis])).ToArray();
        bool isInside = Enumerable.Range(0, windows.Axes).All(axis => windows.Gap[axis] == 1 && least[axis] >= 0 && most[axis] < x[axis + 1].Maximum);
        PlanTensor met = isInside ? plan.AsRows(plan.Tensor(value.Operands[0])) : Surrounded(value, windows, source, least, most);
        int[] before = isInside ? new int[windows.Axes] : least;
        EquatableArray<int> strides = ((RowLayout)met.Layout).Strides;
        IEnumerable<NestLoop> rows =
        [
            new NestLoop(Count.Of(x[0]), strides[0]),
            .. windows.Positions.Select((count, axis) => new NestLoop(new Count(count, false), strides[axis + 1] * windows.Stride[axis])),
        ];
        IEnumerable<NestLoop> columns =
        [
            .. windows.Window.Select((count, axis) => new NestLoop(new Count(count, false), strides[axis + 1] * windows.Step[axis])),
            new NestLoop(new Count(x.Last, false), 1),
        ];
        int offset = Enumerable.Range(0, windows.Axes).Sum(axis => (windows.Origin[axis] - before[axis]) * strides[axis + 1]);
        plan.SetTensor(value, met.View(value.ToString(), value.Shape, WindowLayout.Of(rows, columns), offset));
    }

    // A copy that begins at the least index and ends at the greatest that is met: zeros, and the elements of x that fall there.
    private PlanTensor Surrounded(TensorValue value, WindowsOperation windows, PlanTensor source, int[] least, int[] most)
    {
        Shape x = source.Shape;
        Shape shape = Shape.Of([x[0], .. Enumerable.Range(0, windows.Axes).Select(axis => (Extent)(most[axis] - least[axis] + 1)), x[x.Rank - 1]]);
        RowLayout layout = RowLayout.Dense(shape);
        string name = "windows of " + source.Name;
        PlanTensor target = plan.NewTensor(name, shape, ElementKind.Real, layout);
        Partition partition = PlanBuilder.PartitionOf(shape.HasRows);
        string comment = PlanBuilder.Comment([value]);
        plan.Call(new MoveKernel(PlanBuilder.Loops(shape, layout.Strides, layout.Strides), 0, FillsZeros: true), [target], [target], partition, comment);

        // Of each axis, the indices of x from first on, count of them, that lie between the least and the greatest.
        EquatableArray<int> strides = ((RowLayout)source.Layout).Strides;
        var loops = new List<Loop> { new(Count.Of(x[0]), strides[0], layout.Strides[0]) };
        int from = 0;
        int to = 0;
        for (int axis = 0; axis < windows.Axes; axis++)
        {
            int gap = windows.Gap[axis];
            int first = Math.Max(0, (least[axis] + gap - 1) / gap);
            int last = Math.Min(x[axis + 1].Maximum - 1, most[axis] / gap);
            if (most[axis] < 0 || last < first)
            {
                return target;
            }

            loops.Add(new Loop(new Count(last - first + 1, false), strides[axis + 1], layout.Strides[axis + 1] * gap));
            from += first * strides[axis + 1];
            to += ((first * gap) - least[axis]) * layout.Strides[axis + 1];
        }

        loops.Add(new Loop(new Count(x.Last, false), strides[x.Rank - 1], 1));
        PlanTensor part = source.View(source.Name, source.Shape, source.Layout, from);
        PlanTensor place = target.View(name, shape, layout, to);
        plan.Move(part, place, loops, 0, partition, comment);
        return target;
    }
}
