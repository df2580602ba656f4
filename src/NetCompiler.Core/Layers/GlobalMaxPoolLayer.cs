using NetCompiler.Core.Building;
using NetCompiler.Core.Tensors;
using NetCompiler.Core.Tensors.Operations;

namespace NetCompiler.Core.Layers;

/// <summary>
/// The maximum of each channel: [channels, extents…] becomes [channels]; of a sequence, [steps, features] becomes [features]. A pool of one window, so that the first of equal maxima gets the
/// gradient, as in torch.nn.AdaptiveMaxPool2d(1); a reduction would divide it among them.
/// </summary>
internal sealed class GlobalMaxPoolLayer : ILayer
{
    public string Kind => "GlobalMaxPool";

    public LayerRole Role => LayerRole.Layer;

    public void Lower(LayerContext context)
    {
        // Of a sequence features are the channels; what does not count is never the maximum.
        TensorValue value = context.Time(context.Current) is { } time
            ? context.Program.Transpose(time.Where(context.Program, context.Current, double.NegativeInfinity), 0, 2, 1)
            : Pooling.Operand(context);
        Shape shape = value.Shape;
        TensorValue maximum = context.Program.PoolMax(value, shape.Spatial, Sliding.By(shape.Spatial));
        context.Set(context.Program.Reshape(maximum, Shape.Of(shape[0], shape[1])));
    }
}
