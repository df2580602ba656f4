using System.Linq;
using NetCompiler.Core.Common;
using NetCompiler.Core.Planning.Kernels;
using NetCompiler.Core.Tensors;
using NetCompiler.Core.Tensors.Operations;

namespace NetCompiler.Core.Planning.Lowering;

/// <summary>Pools over tensors with channels last.</summary>
internal sealed class PoolLowering(PlanBuilder plan)
{
    public void Realize(PoolGroup group)
    {
        if (group.Pool.Operation is DepthwiseOperation depthwise)
        {
            RealizeSpread(group, depthwise);
            return;
        }

        var pool = (PoolOperation)group.Pool.Operation;
        if (!pool.IsChannelsLast)
        {
            throw new ProgramException($"{pool.Name} with channels in front has no kernel.");
        }

        TensorValue first = group.Pool.Operands[0];
        PlanTensor source = plan.AsVectors(plan.Tensor(first));
        switch (pool)
        {
            case PoolArgMaxOperation or PoolTakeOperation when group.Places is not null || pool is PoolArgMaxOperation:
                TensorValue? places = group.Places ?? group.Pool;
                TensorValue? maxima = pool is PoolTakeOperation ? group.Pool : null;
                PlanTensor? values = maxima is null ? null : New(maxima);
                PlanTensor? noted = maxima is null || plan.Grouping.IsUsedOutside(places) ? New(places) : null;
                PlanTensor[] written = new[] { values, noted }.Where(tensor => tensor is not null).ToArray()!;
                Call(PoolKind.Max, pool, first.Shape, source, values, noted, [source, .. written], written, group);
                break;
            case PoolTakeOperation:
                PlanTensor routing = plan.AsVectors(plan.Tensor(group.Pool.Operands[1]));
                PlanTensor taken = New(group.Pool);
                Call(PoolKind.Take, pool, first.Shape, source, taken, routing, [source, routing, taken], [taken], group);
                break;
            case PoolPutOperation:
                PlanTensor noticed = plan.AsVectors(plan.Tensor(group.Pool.Operands[1]));
                PlanTensor whole = New(group.Pool);
                Call(PoolKind.Put, pool, group.Pool.Shape, whole, source, noticed, [source, noticed, whole], [whole], group);
                break;
            case PoolSumOperation:
                PlanTensor sums = New(group.Pool);
                Call(PoolKind.Sum, pool, first.Shape, source, sums, null, [source, sums], [sums], group);
                break;
            case PoolSpreadOperation:
                PlanTensor spread = New(group.Pool);
                Call(PoolKind.Spread, pool, group.Pool.Shape, spread, source, null, [source, spread], [spread], group);
                break;
            default:
                throw new ProgramException($"{pool.Name} has no kernel.");
        }
    }

    // Each element of y is added, weighed, to all that its window covers.
    private void RealizeSpread(PoolGroup group, DepthwiseOperation depthwise)
    {
        PlanTensor source = plan.AsVectors(plan.Tensor(group.Pool.Operands[0]));
        PlanTensor weights = plan.AsPanels(plan.Tensor(group.Pool.Operands[1]), 0);
        PlanTensor result = New(group.Pool);
        PoolKernel kernel = Kernel(PoolKind.WeighSpread, depthwise.Window, depthwise.Sliding, group.Pool.Shape, result, source, null) with { WeightPanel = ((PanelLayout)weights.Layout).Panel };
        plan.Call(kernel, [source, weights, result], [result], Partition.Rows, PlanBuilder.Comment([group.Pool]));
    }

    // Places are integers in the program, and floats in memory.
    private PlanTensor New(TensorValue value) => plan.NewRows(value, RowLayout.Padded(value.Shape));

    private void Call(PoolKind kind, PoolOperation pool, Shape shape, PlanTensor whole, PlanTensor? pooled, PlanTensor? places, PlanTensor[] operands, PlanTensor[] written, PoolGroup group)
    {
        PoolKernel kernel = Kernel(kind, pool.Window, pool.Sliding, shape, whole, pooled, places);
        plan.Call(kernel, operands, written, PlanBuilder.PartitionOf(shape.HasRows), PlanBuilder.Comment(group.Places is null ? [group.Pool] : [group.Places, group.Pool]));
    }

    private static PoolKernel Kernel(PoolKind kind, EquatableArray<int> window, Sliding sliding, Shape shape, PlanTensor whole, PlanTensor? pooled, PlanTensor? places)
    {
        EquatableArray<PoolAxis> axes = Enumerable.Range(0, sliding.Axes).Select(axis =>
        {
            int extent = shape[axis + 1].Maximum;
            return new PoolAxis(sliding.Positions(axis, extent, window[axis]), extent, window[axis], sliding.Stride[axis], sliding.Dilation[axis], sliding.Before[axis]);
        }).ToEquatableArray();
        EquatableArray<int> Strides(PlanTensor? tensor) => tensor is null ? EquatableArray<int>.Empty
            : ((RowLayout)tensor.Layout).Strides.Take(sliding.Axes + 1).ToEquatableArray();
        return new PoolKernel(kind, pooled is not null, places is not null, axes, shape.Last, Strides(whole), Strides(pooled), Strides(places));
    }
}
