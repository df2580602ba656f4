using NetCompiler.Core.Building;
using NetCompiler.Core.Tensors.Scalars;

namespace NetCompiler.Core.Layers;

/// <summary>min(max(x, 0), 6), elementwise; torch.nn.ReLU6. Selections let NaN pass, and are flat at both kinks, as PyTorch's are.</summary>
internal sealed class ReLU6Layer : ILayer
{
    public string Kind => "ReLU6";

    public LayerRole Role => LayerRole.Layer;

    public void Lower(LayerContext context)
    {
        ScalarExpression x = ScalarExpression.Operand(0);
        ScalarExpression below = ScalarExpression.Select(ComparisonKind.LessOrEqual, 6, x, 6, x);
        context.SetPerStep(context.Program.Map(ScalarExpression.Select(ComparisonKind.LessOrEqual, x, 0, 0, below), context.Current));
    }
}
