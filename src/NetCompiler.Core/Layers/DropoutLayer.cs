using NetCompiler.Core.Building;

namespace NetCompiler.Core.Layers;

/// <summary>In training each element is 0 with probability p, else divided by 1 - p; nothing in inference; torch.nn.Dropout.</summary>
internal sealed class DropoutLayer : ILayer
{
    public string Kind => "Dropout";

    public LayerRole Role => LayerRole.Layer;

    public void Lower(LayerContext context) => Masking.Lower(context, context.Current, context.Current.Shape.Rank);
}
