using NetCompiler.Core.Building;
using NetCompiler.Core.Tensors.Scalars;

namespace NetCompiler.Core.Layers;

/// <summary>x where it is positive, else slope x, elementwise; torch.nn.LeakyReLU.</summary>
internal sealed class LeakyReLULayer : ILayer
{
    public string Kind => "LeakyReLU";

    public LayerRole Role => LayerRole.Layer;

    public void Lower(LayerContext context)
    {
        double slope = context.Arguments.Real("negativeSlope", -double.MaxValue, double.MaxValue, otherwise: 0.01);
        ScalarExpression x = ScalarExpression.Operand(0);
        context.SetPerStep(context.Program.Map(ScalarExpression.Select(ComparisonKind.Less, 0, x, x, slope * x), context.Current));
    }
}
