using NetCompiler.Core.Building;

namespace NetCompiler.Core.Layers;

/// <summary>A convolution of images; torch.nn.Conv2d.</summary>
internal sealed class Conv2dLayer : ILayer
{
    public string Kind => "Conv2d";

    public LayerRole Role => LayerRole.Layer;

    public void Lower(LayerContext context) => Convolution.Lower(context, axes: 2);
}
