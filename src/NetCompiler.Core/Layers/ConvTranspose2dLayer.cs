using NetCompiler.Core.Building;

namespace NetCompiler.Core.Layers;

/// <summary>The adjoint of a convolution of images by its input; torch.nn.ConvTranspose2d.</summary>
internal sealed class ConvTranspose2dLayer : ILayer
{
    public string Kind => "ConvTranspose2d";

    public LayerRole Role => LayerRole.Layer;

    public void Lower(LayerContext context) => Convolution.LowerTransposed(context, axes: 2);
}
