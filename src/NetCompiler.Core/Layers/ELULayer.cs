using NetCompiler.Core.Building;
using NetCompiler.Core.Tensors.Scalars;

namespace NetCompiler.Core.Layers;

/// <summary>x where it is positive, else alpha (exp(x) - 1), elementwise; torch.nn.ELU.</summary>
internal sealed class ELULayer : ILayer
{
    public string Kind => "ELU";

    public LayerRole Role => LayerRole.Layer;

    public void Lower(LayerContext context)
    {
        double alpha = context.Arguments.Real("alpha", -double.MaxValue, double.MaxValue, otherwise: 1);
        ScalarExpression x = ScalarExpression.Operand(0);
        ScalarExpression below = alpha * ScalarExpression.Of(UnaryKind.Expm1, x);
        context.SetPerStep(context.Program.Map(ScalarExpression.Select(ComparisonKind.Less, 0, x, x, below), context.Current));
    }
}
