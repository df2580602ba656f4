using NetCompiler.Core.Building;
using NetCompiler.Core.Layers;
using NetCompiler.Core.Tensors.Scalars;

namespace NetCompiler.Core.Losses;

/// <summary>The mean of log cosh r. Below 1 that is -1/2 log(1 - tanh(r)^2), whose derivative, tanh r, keeps its digits; beyond |r| + log(1 + exp(-2 |r|)) - log 2, which does not overflow.</summary>
internal sealed class LogCoshLoss : ILoss
{
    public string Kind => "LogCosh";

    public LayerRole Role => LayerRole.Network;

    // log 2.
    private const double LogOfTwo = 0.69314718055994531;

    public void Lower(LayerContext context) => Residuals.Add(context, r =>
    {
        ScalarExpression size = ScalarExpression.Of(UnaryKind.Abs, r);
        ScalarExpression tangent = ScalarExpression.Of(UnaryKind.Tanh, r);
        ScalarExpression near = -0.5 * ScalarExpression.Of(UnaryKind.Log, 1 - (tangent * tangent));
        ScalarExpression far = size + ScalarExpression.Of(UnaryKind.Log, 1 + ScalarExpression.Of(UnaryKind.Exp, -2 * size)) - LogOfTwo;
        return ScalarExpression.Select(ComparisonKind.Less, size, 1, near, far);
    });
}
