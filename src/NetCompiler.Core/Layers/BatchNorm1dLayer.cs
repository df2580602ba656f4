using NetCompiler.Core.Building;

namespace NetCompiler.Core.Layers;

/// <summary>Channels normalised over the batch; torch.nn.BatchNorm1d.</summary>
internal sealed class BatchNorm1dLayer : ILayer
{
    public string Kind => "BatchNorm1d";

    public LayerRole Role => LayerRole.Layer;

    public void Lower(LayerContext context) => BatchNormalization.Lower(context, fewestAxes: 0, mostAxes: 1);
}
