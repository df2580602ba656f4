using NetCompiler.Core.Building;

namespace NetCompiler.Core.Layers;

/// <summary>A convolution of signals; torch.nn.Conv1d.</summary>
internal sealed class Conv1dLayer : ILayer
{
    public string Kind => "Conv1d";

    public LayerRole Role => LayerRole.Layer;

    public void Lower(LayerContext context) => Convolution.Lower(context, axes: 1);
}
