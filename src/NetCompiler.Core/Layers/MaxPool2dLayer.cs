using NetCompiler.Core.Building;

namespace NetCompiler.Core.Layers;

/// <summary>Maxima of the windows of images; torch.nn.MaxPool2d.</summary>
internal sealed class MaxPool2dLayer : ILayer
{
    public string Kind => "MaxPool2d";

    public LayerRole Role => LayerRole.Layer;

    public void Lower(LayerContext context) => Pooling.LowerMax(context, axes: 2);
}
