using NetCompiler.Core.Building;
using NetCompiler.Core.Layers;
using NetCompiler.Core.Tensors.Scalars;

namespace NetCompiler.Core.Losses;

/// <summary>The mean of half the square of the residual up to delta, and of its tangent beyond; torch.nn.HuberLoss.</summary>
internal sealed class HuberLoss : ILoss
{
    public string Kind => "Huber";

    public LayerRole Role => LayerRole.Network;

    public void Lower(LayerContext context)
    {
        double delta = context.Arguments.Real("Delta", 1e-6, 1e6, otherwise: 1);
        Residuals.Add(context, r =>
        {
            ScalarExpression size = ScalarExpression.Of(UnaryKind.Abs, r);
            return ScalarExpression.Select(ComparisonKind.Less, delta, size, delta * (size - (0.5 * delta)), 0.5 * (r * r));
        });
    }
}
