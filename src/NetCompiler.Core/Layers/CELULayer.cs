using NetCompiler.Core.Building;
using NetCompiler.Core.Tensors.Scalars;

namespace NetCompiler.Core.Layers;

/// <summary>x where it is positive, else alpha (exp(x / alpha) - 1), elementwise; torch.nn.CELU.</summary>
internal sealed class CELULayer : ILayer
{
    public string Kind => "CELU";

    public LayerRole Role => LayerRole.Layer;

    public void Lower(LayerContext context)
    {
        double alpha = context.Arguments.Real("alpha", 1e-6, 1e6, otherwise: 1);
        ScalarExpression x = ScalarExpression.Operand(0);
        ScalarExpression below = alpha * ScalarExpression.Of(UnaryKind.Expm1, (1 / alpha) * x);
        context.SetPerStep(context.Program.Map(ScalarExpression.Select(ComparisonKind.Less, 0, x, x, below), context.Current));
    }
}
