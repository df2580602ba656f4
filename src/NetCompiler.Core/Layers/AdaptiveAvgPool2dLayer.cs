using System.Linq;
using NetCompiler.Core.Building;
using NetCompiler.Core.Common;
using NetCompiler.Core.Tensors;
using NetCompiler.Core.Tensors.Operations;

namespace NetCompiler.Core.Layers;

/// <summary>Means of equal windows, as many as asked for; torch.nn.AdaptiveAvgPool2d where the sizes divide.</summary>
internal sealed class AdaptiveAvgPool2dLayer : ILayer
{
    public string Kind => "AdaptiveAvgPool2d";

    public LayerRole Role => LayerRole.Layer;

    public void Lower(LayerContext context)
    {
        TensorValue value = SlidingArguments.Operand(context, axes: 2);
        EquatableArray<int> size = SlidingArguments.Extents(context, "size", axes: 2);
        EquatableArray<int> extents = value.Shape.Spatial;
        if (extents.Where((extent, axis) => extent % size[axis] != 0).Any())
        {
            throw context.Fail(
                ErrorCodes.NotSupported,
                $"its size {size} does not divide {extents}, the height and width of its operand {value.Label} of shape [{context.Describe(value.Shape)}]; windows of different lengths are not supported. Choose a size that divides, or AvgPool2d.");
        }

        EquatableArray<int> window = extents.Select((extent, axis) => extent / size[axis]).ToEquatableArray();
        TensorValue sum = context.Program.PoolSum(value, window, Sliding.By(window));
        context.Set(context.Program.Times(1 / ((double)window[0] * window[1]), sum));
    }
}
