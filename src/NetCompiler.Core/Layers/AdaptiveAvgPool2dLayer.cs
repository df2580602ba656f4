using System.Linq;
using NetCompiler.Core.Building;
using NetCompiler.Core.Common;
using NetCompiler.Core.Tensors;
using NetCompiler.Core.Tensors.Operations;

namespace NetCompiler.Core.Layers;

/// <summary>Means of windows, as many as asked for; torch.nn.AdaptiveAvgPool2d.</summary>
internal sealed class AdaptiveAvgPool2dLayer : ILayer
{
    public string Kind => "AdaptiveAvgPool2d";

    public LayerRole Role => LayerRole.Layer;

    public void Lower(LayerContext context)
    {
        TensorValue value = SlidingArguments.Operand(context, axes: 2);
        EquatableArray<int> size = SlidingArguments.Extents(context, "size", axes: 2);
        EquatableArray<int> extents = value.Shape.Spatial;
        SlidingArguments.RequireSize(context, "result", size.Select(extent => (long)extent).Prepend(value.Shape[1].Maximum), context.Network.Batch);
        if (extents.Where((extent, axis) => extent % size[axis] != 0).Any())
        {
            for (int axis = 0; axis < extents.Count; axis++)
            {
                value = Bordering.Resampled(context, value, axis + 2, Means(extents[axis], size[axis]));
            }

            context.Set(value);
            return;
        }

        EquatableArray<int> window = extents.Select((extent, axis) => extent / size[axis]).ToEquatableArray();
        TensorValue sum = context.Program.PoolSum(value, window, Sliding.By(window));
        context.Set(context.Program.Times(1 / ((double)window[0] * window[1]), sum));
    }

    // Window i of n over an axis of m elements begins at floor(i m / n) and ends before ceil((i + 1) m / n).
    private static SparseMatrix Means(int extent, int size) => SparseMatrix.Of(extent, Enumerable.Range(0, size).Select(index =>
    {
        int first = (int)((long)index * extent / size);
        int end = (int)(((((long)index + 1) * extent) + size - 1) / size);
        return Enumerable.Range(first, end - first).Select(element => new MatrixEntry(element, 1.0 / (end - first))).ToArray();
    }));
}
