using NetCompiler.Core.Building;

namespace NetCompiler.Core.Layers;

/// <summary>In training each channel of images is 0 with probability p, else divided by 1 - p; nothing in inference; torch.nn.Dropout2d.</summary>
internal sealed class Dropout2dLayer : ILayer
{
    public string Kind => "Dropout2d";

    public LayerRole Role => LayerRole.Layer;

    public void Lower(LayerContext context) => Masking.Lower(context, SlidingArguments.Operand(context, axes: 2), axes: 2);
}
