using NetCompiler.Core.Building;

namespace NetCompiler.Core.Layers;

/// <summary>A convolution of each channel by itself; torch.nn.Conv2d with as many groups as channels.</summary>
internal sealed class DepthwiseConv2dLayer : ILayer
{
    public string Kind => "DepthwiseConv2d";

    public LayerRole Role => LayerRole.Layer;

    public void Lower(LayerContext context) => Convolution.LowerDepthwise(context, axes: 2);
}
