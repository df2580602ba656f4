using NetCompiler.Core.Building;
using NetCompiler.Core.Tensors.Scalars;

namespace NetCompiler.Core.Layers;

/// <summary>log(1 + exp(beta x)) / beta, elementwise, and x above the threshold; torch.nn.Softplus.</summary>
internal sealed class SoftplusLayer : ILayer
{
    public string Kind => "Softplus";

    public LayerRole Role => LayerRole.Layer;

    public void Lower(LayerContext context)
    {
        double beta = context.Arguments.Real("beta", 1e-6, 1e6, otherwise: 1);
        double threshold = context.Arguments.Real("Threshold", -double.MaxValue, double.MaxValue, otherwise: 20);
        ScalarExpression x = ScalarExpression.Operand(0);
        ScalarExpression curve = (1 / beta) * ScalarExpression.Of(UnaryKind.Softplus, beta * x);
        context.SetPerStep(context.Program.Map(ScalarExpression.Select(ComparisonKind.Less, threshold, beta * x, x, curve), context.Current));
    }
}
