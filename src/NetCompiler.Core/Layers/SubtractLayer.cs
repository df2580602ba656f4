using NetCompiler.Core.Building;

namespace NetCompiler.Core.Layers;

/// <summary>The current value less named ones, with broadcasting, or a number.</summary>
internal sealed class SubtractLayer : ILayer
{
    public string Kind => "Subtract";

    public LayerRole Role => LayerRole.Reference;

    public void Lower(LayerContext context) => Combination.Lower(context, "subtracted", (difference, other) => difference - other);
}
