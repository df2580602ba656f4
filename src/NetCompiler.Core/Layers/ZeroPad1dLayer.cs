using NetCompiler.Core.Building;

namespace NetCompiler.Core.Layers;

/// <summary>Zeros around signals; torch.nn.ConstantPad1d with 0.</summary>
internal sealed class ZeroPad1dLayer : ILayer
{
    public string Kind => "ZeroPad1d";

    public LayerRole Role => LayerRole.Layer;

    public void Lower(LayerContext context) => Bordering.LowerZeros(context, axes: 1);
}
