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
        Power,
        isPartial: true,
        context.Arguments.Text("exponent") is { } name ? [name] : null);

    // Powers that need no logarithm, as PyTorch takes them.
    private static ScalarExpression Power(ScalarExpression x, ScalarExpression exponent) => exponent switch
    {
        ConstantExpression { Value: 3 } => x * (x * x),
        ConstantExpression { Value: 0.5 } => ScalarExpression.Of(UnaryKind.Sqrt, x),
        ConstantExpression { Value: -0.5 } => ScalarExpression.Of(UnaryKind.Reciprocal, ScalarExpression.Of(UnaryKind.Sqrt, x)),
        ConstantExpression { Value: -1 } => ScalarExpression.Of(UnaryKind.Reciprocal, x),
        ConstantExpression { Value: -2 } => ScalarExpression.Of(UnaryKind.Reciprocal, x * x),
        _ => ScalarExpression.Of(BinaryKind.Pow, x, exponent),
    };
}
