using NetCompiler.Core.Building;

namespace NetCompiler.Core.Layers;

/// <summary>Its operand; torch.nn.Identity.</summary>
internal sealed class IdentityLayer : ILayer
{
    public string Kind => "Identity";

    public LayerRole Role => LayerRole.Layer;

    public void Lower(LayerContext context) => context.SetPerStep(context.CurrentOfAnyElement);
}
