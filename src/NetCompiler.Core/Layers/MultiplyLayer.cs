using NetCompiler.Core.Building;

namespace NetCompiler.Core.Layers;

/// <summary>The elementwise product of the current value and named ones, with broadcasting, or a number.</summary>
internal sealed class MultiplyLayer : ILayer
{
    public string Kind => "Multiply";

    public LayerRole Role => LayerRole.Reference;

    public void Lower(LayerContext context) => Combination.Lower(context, "multiplied", (product, other) => product * other);
}
