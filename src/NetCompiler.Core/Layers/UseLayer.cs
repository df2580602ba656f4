using NetCompiler.Core.Building;

namespace NetCompiler.Core.Layers;

/// <summary>Places a block, once or several times in a row.</summary>
internal sealed class UseLayer : ILayer
{
    public string Kind => "Use";

    public LayerRole Role => LayerRole.Layer;

    public void Lower(LayerContext context) => context.Network.Use(context, context.Scope);
}
