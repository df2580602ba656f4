using NetCompiler.Core.Building;

namespace NetCompiler.Core.Layers;

/// <summary>Zeros around images; torch.nn.ZeroPad2d.</summary>
internal sealed class ZeroPad2dLayer : ILayer
{
    public string Kind => "ZeroPad2d";

    public LayerRole Role => LayerRole.Layer;

    public void Lower(LayerContext context) => Bordering.LowerZeros(context, axes: 2);
}
