using NetCompiler.Core.Building;

namespace NetCompiler.Core.Layers;

/// <summary>Channels normalised over the batch; torch.nn.BatchNorm2d.</summary>
internal sealed class BatchNorm2dLayer : ILayer
{
    public string Kind => "BatchNorm2d";

    public LayerRole Role => LayerRole.Layer;

    public void Lower(LayerContext context) => BatchNormalization.Lower(context, fewestAxes: 2, mostAxes: 2);
}
