using System.Collections.Generic;
using System.Linq;
using NetCompiler.Core.Common;
using NetCompiler.Core.Planning.Kernels;
using NetCompiler.Core.Tensors;
using NetCompiler.Core.Tensors.Operations;

namespace NetCompiler.Core.Planning.Lowering;

/// <summary>Products of constant sparse matrices with lines of elements.</summary>
internal sealed class ResampleLowering(PlanBuilder plan)
{
    public void Realize(ResampleGroup group)
    {
        TensorValue value = group.Value;
        var resample = (ResampleOperation)value.Operation;
        PlanTensor source = plan.AsVectors(plan.Tensor(value.Operands[0]));
        Shape shape = source.Shape;
        RowLayout layout = RowLayout.Padded(value.Shape);
        EquatableArray<int> from = ((RowLayout)source.Layout).Strides;
        EquatableArray<int> to = layout.Strides;
        PlanTensor target = plan.New(value, layout);
        Loop[] Loops(IEnumerable<int> axes) => axes.Where(axis => !shape[axis].IsOne).Select(axis => new Loop(Count.Of(shape[axis]), from[axis], to[axis])).ToArray();
        Loop[] outer = Loops(Enumerable.Range(0, resample.Axis));
        Loop[] inner = Loops(Enumerable.Range(resample.Axis + 1, shape.Rank - resample.Axis - 1));

        // Elements within that are not next to each other have no vectors: they are walked around the line, which then may have them.
        if (inner.Length > 0 && inner[inner.Length - 1] is not { SourceStride: 1, TargetStride: 1 })
        {
            outer = [.. outer, .. inner];
            inner = [];
        }

        bool isPadded = inner.Length > 0 && shape.Last > 1 && layout.IsPadded;
        int padding = resample.Axis == shape.Rank - 1 && layout.IsPadded ? Layout.Pad(value.Shape.Last) - value.Shape.Last : 0;
        var kernel = new ResampleKernel(resample.Matrix, from[resample.Axis], to[resample.Axis], outer.ToEquatableArray(), inner.ToEquatableArray(), isPadded, padding);
        plan.Call(kernel, [source, target], [target], PlanBuilder.PartitionOf(kernel.HasRows), PlanBuilder.Comment([value]));
    }
}
