using System.Linq;
using NetCompiler.Core.Building;
using NetCompiler.Core.Tensors;

namespace NetCompiler.Core.Layers;

/// <summary>The mean of each channel: [channels, extents…] becomes [channels]; of a sequence, [steps, features] becomes [features].</summary>
internal sealed class GlobalAvgPoolLayer : ILayer
{
    public string Kind => "GlobalAvgPool";

    public LayerRole Role => LayerRole.Layer;

    public void Lower(LayerContext context)
    {
        if (context.Time(context.Current) is { } time)
        {
            context.Set(OverSteps.Mean(context, context.Current, time));
            return;
        }

        TensorValue value = Pooling.Operand(context);
        Shape shape = value.Shape;
        TensorValue sum = context.Program.Sum(value, Enumerable.Range(2, shape.Rank - 2).ToArray());
        double elements = shape.Spatial.Aggregate(1.0, (product, extent) => product * extent);
        context.Set(context.Program.Times(1 / elements, context.Program.Reshape(sum, Shape.Of(shape[0], shape[1]))));
    }
}
