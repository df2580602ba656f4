using NetCompiler.Core.Building;
using NetCompiler.Core.Tensors.Scalars;

namespace NetCompiler.Core.Layers;

/// <summary>x / (1 + |x|), elementwise; torch.nn.Softsign.</summary>
internal sealed class SoftsignLayer : ILayer
{
    public string Kind => "Softsign";

    public LayerRole Role => LayerRole.Layer;

    public void Lower(LayerContext context)
    {
        ScalarExpression x = ScalarExpression.Operand(0);
        context.SetPerStep(context.Program.Map(x / (1 + ScalarExpression.Of(UnaryKind.Abs, x)), context.Current));
    }
}
