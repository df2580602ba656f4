using System;
using System.Collections.Generic;
using System.Linq;
using NetCompiler.Core.Common;
using NetCompiler.Core.Planning.Kernels;
using NetCompiler.Core.Tensors;
using NetCompiler.Core.Tensors.Operations;

namespace NetCompiler.Core.Planning.Lowering;

/// <summary>Windows: a view of x where every index that they meet is one of x or of the zeros around it, else of a copy with zeros around and between.</summary>
internal sealed class WindowsLowering(PlanBuilder plan)
{
    public void Realize(TensorValue value)
    {
        var windows = (WindowsOperation)value.Operation;
        if (plan.Grouping.IsInParts(value))
        {
            return;
        }

        PlanTensor source = plan.Source(value.Operands[0]);
        Shape x = source.Shape;
        EquatableArray<Margin> margins = KernelGrouping.MarginsOf(windows, x);
        bool isInside = source.Scaling is null && windows.Gap.All(gap => gap == 1) && PlanBuilder.HasMargins(source, margins);
        plan.SetTensor(value, ViewOf(value.ToString(), value.Shape, windows, isInside ? source : Surrounded(value, windows, source, margins)));
    }

    /// <summary>Windows of x, which has zeros around it wherever they meet them.</summary>
    public static PlanTensor ViewOf(string name, Shape shape, WindowsOperation windows, PlanTensor met)
    {
        Shape x = met.Shape;
        EquatableArray<int> strides = ((RowLayout)met.Layout).Strides;
        IEnumerable<NestLoop> rows =
        [
            new NestLoop(Count.Of(x[0]), strides[0]),
            .. windows.Positions.Select((count, axis) => new NestLoop(new Count(count, false), strides[axis + 1] * windows.Stride[axis])),
        ];
        IEnumerable<NestLoop> columns =
        [
            .. windows.Window.Select((count, axis) => new NestLoop(new Count(count, false), strides[axis + 1] * windows.Step[axis])),
            new NestLoop(new Count(x.Last, false), strides[windows.Axes + 1]),
        ];
        int offset = Enumerable.Range(0, windows.Axes).Sum(axis => windows.Origin[axis] * strides[axis + 1]);
        return met.View(name, shape, new WindowLayout(rows.ToEquatableArray(), columns.ToEquatableArray()), offset);
    }

    // A copy with zeros around it, and between its elements where the windows have gaps; of bytes, as numbers.
    private PlanTensor Surrounded(TensorValue value, WindowsOperation windows, PlanTensor source, EquatableArray<Margin> margins)
    {
        Shape x = source.Shape;
        EquatableArray<int> from = ((RowLayout)source.Layout).Strides;
        int[] extents = Enumerable.Range(0, windows.Axes).Select(axis => ((x[axis + 1].Maximum - 1) * windows.Gap[axis]) + 1).ToArray();
        Extent[] around = margins.Select((margin, axis) => (Extent)(margin.Before + extents[axis] + margin.After)).ToArray();

        // The order of axes stays as it is: channels in front remain there.
        bool isFront = from[x.Rank - 1] != 1;
        Shape whole = isFront ? Shape.Of([x[0], x[x.Rank - 1], .. around]) : Shape.Of([x[0], .. around, x[x.Rank - 1]]);
        RowLayout layout = RowLayout.Dense(whole);
        string name = "windows of " + source.Name;

        // Elements along the last axis are read in whole vectors where there are no channels.
        PlanTensor target = plan.NewTensor(name, whole, ElementKind.Real, layout, x.Last == 1 ? Layout.Vector : 0);
        Partition partition = PlanBuilder.PartitionOf(x.HasRows);
        string comment = PlanBuilder.Comment([value]);
        if (whole.Length > x.Length)
        {
            EquatableArray<Loop> all = EquatableArray.Of(new Loop(Count.Of(x[0]), layout.Strides[0], layout.Strides[0]), new Loop(new Count((int)(whole.Length / whole[0].Maximum), false), 1, 1));
            plan.Call(new MoveKernel(all, 0, FillsZeros: true), [target], [target], partition, comment);
        }

        EquatableArray<int> strides = isFront ? PoolOperation.ToLast(x.Rank).Select(axis => layout.Strides[axis]).ToEquatableArray() : layout.Strides;
        int offset = margins.Select((margin, axis) => margin.Before * strides[axis + 1]).Sum();
        PlanTensor place = target.View(name, x, layout with { Strides = strides }, offset, margins);
        IEnumerable<Loop> loops = Enumerable.Range(0, x.Rank).Select(axis => new Loop(Count.Of(x[axis]), from[axis], strides[axis] * (axis is 0 || axis == x.Rank - 1 ? 1 : windows.Gap[axis - 1])));
        plan.Move(source, place, loops.ToArray(), 0, partition, comment);
        return place;
    }
}
