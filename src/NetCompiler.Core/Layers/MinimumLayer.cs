using NetCompiler.Core.Building;
using NetCompiler.Core.Tensors.Scalars;

namespace NetCompiler.Core.Layers;

/// <summary>The elementwise minimum of the current value and named ones, with broadcasting, or a number; torch.minimum.</summary>
internal sealed class MinimumLayer : ILayer
{
    public string Kind => "Minimum";

    public LayerRole Role => LayerRole.Reference;

    public void Lower(LayerContext context) => Combination.Lower(context, "compared", (a, b) => ScalarExpression.Of(BinaryKind.Min, a, b));
}
