using NetCompiler.Core.Building;
using NetCompiler.Core.Tensors.Scalars;

namespace NetCompiler.Core.Layers;

/// <summary>x min(max(x + 3, 0), 6) / 6, elementwise; torch.nn.Hardswish. At the kinks the straight branches' derivatives count.</summary>
internal sealed class HardSwishLayer : ILayer
{
    public string Kind => "HardSwish";

    public LayerRole Role => LayerRole.Layer;

    public void Lower(LayerContext context)
    {
        ScalarExpression x = ScalarExpression.Operand(0);
        ScalarExpression below = ScalarExpression.Select(ComparisonKind.LessOrEqual, 3, x, x, (1.0 / 6) * (x * (x + 3)));
        context.SetPerStep(context.Program.Map(ScalarExpression.Select(ComparisonKind.LessOrEqual, x, -3, 0, below), context.Current));
    }
}
