using NetCompiler.Core.Building;

namespace NetCompiler.Core.Layers;

/// <summary>Means of the windows of signals; torch.nn.AvgPool1d.</summary>
internal sealed class AvgPool1dLayer : ILayer
{
    public string Kind => "AvgPool1d";

    public LayerRole Role => LayerRole.Layer;

    public void Lower(LayerContext context) => Pooling.LowerAverage(context, axes: 1);
}
