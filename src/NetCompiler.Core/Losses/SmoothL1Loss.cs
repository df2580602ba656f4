using NetCompiler.Core.Building;
using NetCompiler.Core.Layers;
using NetCompiler.Core.Tensors.Scalars;

namespace NetCompiler.Core.Losses;

/// <summary>The mean of |r|, of a parabola r^2 / (2 beta) below beta; torch.nn.SmoothL1Loss.</summary>
internal sealed class SmoothL1Loss : ILoss
{
    public string Kind => "SmoothL1";

    public LayerRole Role => LayerRole.Network;

    public void Lower(LayerContext context)
    {
        double beta = context.Arguments.Real("Beta", 0, 1e6, otherwise: 1);
        Residuals.Add(context, r =>
        {
            ScalarExpression size = ScalarExpression.Of(UnaryKind.Abs, r);
            return beta == 0 ? size : ScalarExpression.Select(ComparisonKind.Less, size, beta, 0.5 / beta * (r * r), size - (0.5 * beta));
        });
    }
}
