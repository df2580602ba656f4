using NetCompiler.Core.Building;

namespace NetCompiler.Core.Layers;

/// <summary>In training each channel of signals is 0 with probability p, else divided by 1 - p; nothing in inference; torch.nn.Dropout1d.</summary>
internal sealed class Dropout1dLayer : ILayer
{
    public string Kind => "Dropout1d";

    public LayerRole Role => LayerRole.Layer;

    public void Lower(LayerContext context) => Masking.Lower(context, SlidingArguments.Operand(context, axes: 1), axes: 2);
}
