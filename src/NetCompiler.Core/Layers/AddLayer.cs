using NetCompiler.Core.Building;

namespace NetCompiler.Core.Layers;

/// <summary>The sum of the current value and named ones, with broadcasting, or a number.</summary>
internal sealed class AddLayer : ILayer
{
    public string Kind => "Add";

    public LayerRole Role => LayerRole.Reference;

    public void Lower(LayerContext context) => Combination.Lower(context, "added", (sum, other) => sum + other);
}
