using NetCompiler.Core.Building;
using NetCompiler.Core.Tensors.Scalars;

namespace NetCompiler.Core.Layers;

/// <summary>min(max(x + 3, 0), 6) / 6, elementwise; torch.nn.Hardsigmoid.</summary>
internal sealed class HardSigmoidLayer : ILayer
{
    public string Kind => "HardSigmoid";

    public LayerRole Role => LayerRole.Layer;

    public void Lower(LayerContext context)
    {
        ScalarExpression x = ScalarExpression.Operand(0);
        ScalarExpression below = ScalarExpression.Select(ComparisonKind.LessOrEqual, 3, x, 1, (1.0 / 6) * (x + 3));
        context.SetPerStep(context.Program.Map(ScalarExpression.Select(ComparisonKind.LessOrEqual, x, -3, 0, below), context.Current));
    }
}
