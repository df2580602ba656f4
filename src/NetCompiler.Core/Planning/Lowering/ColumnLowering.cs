using System.Collections.Generic;
using System.Linq;
using NetCompiler.Core.Common;
using NetCompiler.Core.Planning.Kernels;
using NetCompiler.Core.Tensors;
using NetCompiler.Core.Tensors.Operations;

namespace NetCompiler.Core.Planning.Lowering;

/// <summary>Reductions across rows.</summary>
internal sealed class ColumnLowering(PlanBuilder plan)
{
    public void Realize(ColumnGroup group)
    {
        var reduce = (ReduceOperation)group.Reduce.Operation;
        PlanTensor source = plan.AsVectors(plan.Tensor(group.Reduce.Operands[0]));
        var sourceLayout = (RowLayout)source.Layout;
        ParameterPlacement? put = plan.PutOf(group.Reduce);
        var layout = RowLayout.Padded(group.Reduce.Shape);
        PlanTensor? result = put is null ? plan.New(group.Reduce, layout) : null;
        var kept = new List<Loop>();
        var reduced = new List<Loop>();
        for (int axis = 0; axis < source.Shape.Rank - 1; axis++)
        {
            if (!source.Shape[axis].IsOne)
            {
                var loop = new Loop(Count.Of(source.Shape[axis]), sourceLayout.Strides[axis], reduce.Axes.Contains(axis) ? 0 : layout.Strides[axis]);
                (reduce.Axes.Contains(axis) ? reduced : kept).Add(loop);
            }
        }

        var kernel = new ColumnKernel(reduce.Kind, kept.ToEquatableArray(), reduced.ToEquatableArray(), source.Shape.Last, put is not null);
        Partition partition = kept.Any(loop => loop.Count.TimesRows) ? Partition.Rows : source.Shape.Last > 1 ? Partition.Tiles : Partition.Single;
        plan.Call(kernel, result is null ? [source] : [source, result], result is null ? [] : [result], partition, PlanBuilder.Comment([group.Reduce]), put?.Offset ?? -1);
    }
}
