using NetCompiler.Core.Building;
using NetCompiler.Core.Tensors.Scalars;

namespace NetCompiler.Core.Layers;

/// <summary>The current value to the power of a named one, with broadcasting, or of a number; torch.pow.</summary>
internal sealed class PowLayer : ILayer
{
    public string Kind => "Pow";

    public LayerRole Role => LayerRole.Reference;

    public void Lower(LayerContext context) => Combination.Lower(
        context,
        "base and exponent",
        (power, exponent) => ScalarExpression.Of(BinaryKind.Pow, power, exponent),
        isPartial: true,
        context.Arguments.Text("exponent") is { } name ? [name] : null);
}
