using System;
using System.Collections.Generic;
using System.Linq;
using NetCompiler.Core.Common;
using NetCompiler.Core.Planning.Kernels;
using NetCompiler.Core.Tensors;
using NetCompiler.Core.Tensors.Operations;

namespace NetCompiler.Core.Planning.Lowering;

/// <summary>Gradients of a convolution that are made of the maxima of the pool behind it.</summary>
internal sealed class RoutedLowering(PlanBuilder plan)
{
    public void Realize(RoutedGroup group)
    {
        if (group.Gradient.Operation is RoutedWeightOperation weight)
        {
            RealizeWeight(group.Gradient, weight);
        }
        else
        {
            RealizeInput(group.Gradient, (RoutedInputOperation)group.Gradient.Operation);
        }
    }

    private void RealizeWeight(TensorValue gradient, RoutedWeightOperation routed)
    {
        PlanTensor windows = plan.Tensor(gradient.Operands[0]);
        var met = (WindowLayout)windows.Layout;
        PlanTensor y = plan.AsVectors(plan.Tensor(gradient.Operands[1]));
        PlanTensor places = plan.AsVectors(plan.Tensor(gradient.Operands[2]));
        EquatableArray<RoutedAxis> axes = AxesOf(routed.Window, routed.Sliding, gradient.Operands[1].Shape, axis => met.Rows[axis + 1].Stride);
        int origin = Enumerable.Range(0, axes.Count).Sum(axis => -routed.Sliding.Before[axis] * met.Rows[axis + 1].Stride);

        // Elements side by side: channels, or those of the kernel along an axis.
        int columns = met.Columns.Count;
        int along = Enumerable.Range(0, columns).Where(i => met.Columns[i].Stride == 1).OrderByDescending(i => met.Columns[i].Count.Constant).DefaultIfEmpty(columns - 1).First();
        int[] steps = new int[columns];
        int step = 1;
        for (int i = columns - 1; i >= 0; i--)
        {
            steps[i] = step;
            step *= met.Columns[i].Count.Constant;
        }

        int[] others = Enumerable.Range(0, columns).Where(i => i != along && met.Columns[i].Count.Constant > 1).ToArray();
        PanelLayout layout = PanelLayout.Of(gradient.Shape, 0);
        int readable = met.Columns[along].Stride == 1 ? Readable(windows, met, along) : 1;
        var kernel = new RoutedWeightKernel(
            axes,
            gradient.Shape[0].Maximum,
            gradient.Shape.Last,
            others.Select(i => met.Columns[i]).ToEquatableArray(),
            met.Columns[along].Stride == 1 ? met.Columns[along].Count.Constant : 1,
            readable,
            others.Append(along).Select(i => steps[i]).ToEquatableArray(),
            met.Rows[0].Stride,
            y.OuterStrides,
            places.OuterStrides,
            layout.Panel);
        if (met.Columns[along].Stride != 1 && met.Columns[along].Count.Constant > 1)
        {
            kernel = kernel with { Runs = kernel.Runs.Append(met.Columns[along]).ToEquatableArray(), RunSteps = kernel.RunSteps.Append(1).ToEquatableArray() };
        }

        Shape room = Shape.Of(kernel.Outputs, kernel.SumsOfOutput);
        PlanTensor sums = plan.NewTensor("sums of " + gradient, room, ElementKind.Real, RowLayout.AlwaysPadded(room));
        PlanTensor result = plan.New(gradient, layout);
        PlanTensor x = windows.View(windows.Name, windows.Shape, windows.Layout, origin);
        plan.Call(kernel, [x, y, places, sums, result], [sums, result], Partition.Tiles, PlanBuilder.Comment([gradient]));
    }

    private void RealizeInput(TensorValue gradient, RoutedInputOperation routed)
    {
        PlanTensor y = plan.AsVectors(plan.Tensor(gradient.Operands[0]));
        PlanTensor places = plan.AsVectors(plan.Tensor(gradient.Operands[1]));
        Shape shape = gradient.Shape;
        int spatial = routed.Sliding.Axes;
        PlanTensor weights = Close(plan.AsRows(plan.Tensor(gradient.Operands[2])));

        // Room for what the kernel meets of the padding.
        Sliding sliding = routed.Sliding;
        int[] positions = sliding.Positions(routed.Extents, routed.Kernel);
        int[] after = Enumerable.Range(0, spatial).Select(axis => Math.Max(0, sliding.Index(axis, positions[axis] - 1, routed.Kernel[axis] - 1) + 1 - routed.Extents[axis])).ToArray();
        Shape whole = Shape.Of([shape[0], .. Enumerable.Range(0, spatial).Select(axis => (Extent)(sliding.Before[axis] + routed.Extents[axis] + after[axis])), shape[shape.Rank - 1]]);
        RowLayout layout = RowLayout.AlwaysPadded(whole);
        PlanTensor root = plan.NewTensor(gradient.ToString(), whole, ElementKind.Real, layout);
        plan.SetTensor(gradient, root.View(gradient.ToString(), shape, layout, Enumerable.Range(0, spatial).Sum(axis => sliding.Before[axis] * layout.Strides[axis + 1])));
        EquatableArray<RoutedAxis> axes = AxesOf(routed.Window, routed.Pooling, gradient.Operands[0].Shape, axis => layout.Strides[axis + 1] * sliding.Stride[axis]);
        var kernel = new RoutedInputKernel(
            axes,
            gradient.Operands[0].Shape.Last,
            shape.Last,
            Enumerable.Range(0, spatial).Select(axis => new NestLoop(new Count(routed.Kernel[axis], false), layout.Strides[axis + 1] * sliding.Dilation[axis])).ToEquatableArray(),
            layout.Strides[0],
            Enumerable.Range(0, spatial).Sum(axis => -routed.Pooling.Before[axis] * layout.Strides[axis + 1] * sliding.Stride[axis]),
            y.OuterStrides,
            places.OuterStrides);
        plan.Call(kernel, [y, places, weights, root], [root], Partition.Rows, PlanBuilder.Comment([gradient]));
    }

    // A copy of w [outputs, elements, channels] with as many zeros behind the channels as fill their lanes.
    private PlanTensor Close(PlanTensor w)
    {
        Shape shape = w.Shape;
        int lanes = RoutedInputKernel.LanesOf(shape.Last);
        var layout = new RowLayout(EquatableArray.Of(shape[1].Maximum * lanes, lanes, 1), lanes == Layout.Pad(shape.Last));
        PlanTensor copy = plan.NewTensor(w.Name, shape, ElementKind.Real, layout);
        var kernel = new MoveKernel(PlanBuilder.Loops(shape, ((RowLayout)w.Layout).Strides, layout.Strides), lanes - shape.Last, FillsZeros: false);
        plan.Call(kernel, [w, copy], [copy], Partition.Single, "copy of " + w.Name);
        return copy;
    }

    private static EquatableArray<RoutedAxis> AxesOf(EquatableArray<int> window, Sliding pooling, Shape pooled, Func<int, int> stride) => Enumerable.Range(0, pooling.Axes)
        .Select(axis => new RoutedAxis(pooled[axis + 1].Maximum, window[axis], pooling.Stride[axis] * stride(axis), pooling.Dilation[axis] * stride(axis))).ToEquatableArray();

    // What may be read from where elements lie side by side: of our own memory, to its end; no more than whole vectors of them.
    private static int Readable(PlanTensor windows, WindowLayout met, int along)
    {
        int length = met.Columns[along].Count.Constant;
        if (windows.Root.Buffer is not (BufferKind.Workspace or BufferKind.Prepared))
        {
            return length;
        }

        int Furthest(NestLoop loop, int count) => (count - 1) * loop.Stride;
        int last = windows.ViewOffset + met.Rows.Select((loop, axis) => Furthest(loop, windows.Shape[axis].Maximum)).Sum() + met.Columns.Where((_, i) => i != along).Sum(loop => Furthest(loop, loop.Count.Constant));
        return Math.Max(length, Math.Min(Layout.Pad(length), windows.Root.StoredLength - last));
    }
}
