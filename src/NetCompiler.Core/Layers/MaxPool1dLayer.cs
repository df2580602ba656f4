using NetCompiler.Core.Building;

namespace NetCompiler.Core.Layers;

/// <summary>Maxima of the windows of signals; torch.nn.MaxPool1d.</summary>
internal sealed class MaxPool1dLayer : ILayer
{
    public string Kind => "MaxPool1d";

    public LayerRole Role => LayerRole.Layer;

    public void Lower(LayerContext context) => Pooling.LowerMax(context, axes: 1);
}
