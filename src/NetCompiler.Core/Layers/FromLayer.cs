using NetCompiler.Core.Building;

namespace NetCompiler.Core.Layers;

/// <summary>Makes a named value current.</summary>
internal sealed class FromLayer : ILayer
{
    public string Kind => "From";

    public LayerRole Role => LayerRole.Reference;

    public void Lower(LayerContext context) => context.Set(context.NamedOfAnyElement(context.Arguments.Text("value") ?? string.Empty));
}
