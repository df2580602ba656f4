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
        ScalarExpression twice = 2 * ScalarExpression.Of(UnaryKind.Softplus, x);

        // tanh s = (1 - exp(-2s)) sigmoid(2s): no factor cancels, and where x is large the derivative of either is exactly 0.
        ScalarExpression tanh = ScalarExpression.Of(UnaryKind.Expm1, -twice) * ScalarExpression.Of(UnaryKind.Sigmoid, twice);
        context.SetPerStep(context.Program.Map(-(x * tanh), context.Current));
    }
}
