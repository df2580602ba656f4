using System.Collections.Generic;
using System.Linq;
using NetCompiler.Core.Common;
using NetCompiler.Core.Planning.Kernels;
using NetCompiler.Core.Tensors;
using NetCompiler.Core.Tensors.Operations;
using NetCompiler.Core.Tensors.Scalars;

namespace NetCompiler.Core.Planning.Lowering;

/// <summary>Convolutions of each channel by itself, over tensors with channels last and zeros around what a window may meet.</summary>
internal sealed class DepthwiseLowering(PlanBuilder plan)
{
    public void Realize(DepthwiseGroup group)
    {
        var depthwise = (DepthwiseOperation)group.Depthwise.Operation;
        TensorValue first = group.Depthwise.Operands[0];
        WindowsOperation windows = depthwise.Windows(first.Shape);
        PlanTensor source = Met(first, windows);
        PlanTensor weights = plan.AsPanels(plan.Tensor(group.Depthwise.Operands[1]), 0);
        PlanTensor result = plan.NewRows(group.Result, RowLayout.Padded(group.Result.Shape));
        (ScalarExpression epilogue, List<ClosingOperand> extras) = ClosingMap.Of(plan, group.Depthwise, group.Map, plan.AsPaddedRows);
        (int start, epilogue) = ClosingMap.Start(epilogue, extras);
        var kernel = new DepthwiseKernel(
            AxesOf(windows),
            group.Result.Shape.Last,
            depthwise.Form == ConvolveForm.Input,
            ((PanelLayout)weights.Layout).Panel,
            source.OuterStrides,
            result.OuterStrides,
            start,
            epilogue,
            extras.Select(extra => new SlidingExtra(extra.Access, extra.Strides.ToEquatableArray())).ToEquatableArray());
        plan.Call(kernel, [source, weights, result, .. ClosingMap.Memory(extras)], [result], Partition.Rows, PlanBuilder.Comment(group.Map is null ? [group.Depthwise] : [group.Depthwise, group.Map]));
    }

    public void Realize(DepthwiseGradientGroup group)
    {
        var depthwise = (DepthwiseOperation)group.Gradient.Operation;
        TensorValue first = group.Gradient.Operands[0];
        WindowsOperation windows = depthwise.Windows(first.Shape);
        PlanTensor source = Met(first, windows);
        PlanTensor pooled = plan.AsVectors(plan.Tensor(group.Gradient.Operands[1]));
        PanelLayout layout = PanelLayout.Of(group.Gradient.Shape, 0);
        PlanTensor result = plan.New(group.Gradient, layout);
        var kernel = new DepthwiseGradientKernel(AxesOf(windows), first.Shape.Last, layout.Panel, source.OuterStrides, pooled.OuterStrides);
        plan.Call(kernel, [source, pooled, result], [result], Partition.Tiles, PlanBuilder.Comment([group.Gradient]));
    }

    // The operand with zeros around it, seen from what the first window meets first.
    private PlanTensor Met(TensorValue value, WindowsOperation windows)
    {
        PlanTensor source = plan.AsSurrounded(plan.Tensor(value), KernelGrouping.MarginsOf(windows, value.Shape), PlanBuilder.Comment([value]));
        EquatableArray<int> strides = ((RowLayout)source.Layout).Strides;
        int offset = Enumerable.Range(0, windows.Axes).Sum(axis => windows.Origin[axis] * strides[axis + 1]);
        return source.View(source.Name, source.Shape, source.Layout, offset);
    }

    private static EquatableArray<SlidingAxis> AxesOf(WindowsOperation windows) => Enumerable.Range(0, windows.Axes)
        .Select(axis => new SlidingAxis(windows.Positions[axis], windows.Window[axis], windows.Stride[axis], windows.Step[axis])).ToEquatableArray();
}
