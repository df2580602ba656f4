using NetCompiler.Core.Building;
using NetCompiler.Core.Tensors.Scalars;

namespace NetCompiler.Core.Layers;

/// <summary>x tanh(log(1 + exp(x))), elementwise; torch.nn.Mish.</summary>
internal sealed class MishLayer : ILayer
{
    public string Kind => "Mish";

    public LayerRole Role => LayerRole.Layer;

    public void Lower(LayerContext context)
    {
        ScalarExpression x = ScalarExpression.Operand(0);
        context.SetPerStep(context.Program.Map(x * ScalarExpression.Of(UnaryKind.Tanh, ScalarExpression.Of(UnaryKind.Softplus, x)), context.Current));
    }
}
