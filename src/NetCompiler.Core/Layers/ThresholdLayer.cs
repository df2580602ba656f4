using NetCompiler.Core.Building;
using NetCompiler.Core.Tensors.Scalars;

namespace NetCompiler.Core.Layers;

/// <summary>x where it is above a threshold, else a value, elementwise; torch.nn.Threshold. NaN passes.</summary>
internal sealed class ThresholdLayer : ILayer
{
    public string Kind => "Threshold";

    public LayerRole Role => LayerRole.Layer;

    public void Lower(LayerContext context)
    {
        double threshold = context.Arguments.Real("threshold", -double.MaxValue, double.MaxValue, otherwise: 0);
        double value = context.Arguments.Real("value", -double.MaxValue, double.MaxValue, otherwise: 0);
        ScalarExpression x = ScalarExpression.Operand(0);
        context.SetPerStep(context.Program.Map(ScalarExpression.Select(ComparisonKind.LessOrEqual, x, threshold, value, x), context.Current));
    }
}
