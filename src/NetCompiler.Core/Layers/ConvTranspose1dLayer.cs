using NetCompiler.Core.Building;

namespace NetCompiler.Core.Layers;

/// <summary>The adjoint of a convolution of signals by its input; torch.nn.ConvTranspose1d.</summary>
internal sealed class ConvTranspose1dLayer : ILayer
{
    public string Kind => "ConvTranspose1d";

    public LayerRole Role => LayerRole.Layer;

    public void Lower(LayerContext context) => Convolution.LowerTransposed(context, axes: 1);
}
