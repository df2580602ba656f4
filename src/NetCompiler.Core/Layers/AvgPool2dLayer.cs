using NetCompiler.Core.Building;

namespace NetCompiler.Core.Layers;

/// <summary>Means of the windows of images; torch.nn.AvgPool2d.</summary>
internal sealed class AvgPool2dLayer : ILayer
{
    public string Kind => "AvgPool2d";

    public LayerRole Role => LayerRole.Layer;

    public void Lower(LayerContext context) => Pooling.LowerAverage(context, axes: 2);
}
