using NetCompiler.Core.Building;
using NetCompiler.Core.Tensors.Scalars;

namespace NetCompiler.Core.Layers;

/// <summary>The elementwise maximum of the current value and named ones, with broadcasting, or a number; torch.maximum.</summary>
internal sealed class MaximumLayer : ILayer
{
    public string Kind => "Maximum";

    public LayerRole Role => LayerRole.Reference;

    public void Lower(LayerContext context) => Combination.Lower(context, "compared", (a, b) => ScalarExpression.Of(BinaryKind.Max, a, b));
}
