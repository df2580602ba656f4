using NetCompiler.Core.Building;
using NetCompiler.Core.Tensors.Scalars;

namespace NetCompiler.Core.Layers;

/// <summary>x sigmoid(x), elementwise; torch.nn.SiLU.</summary>
internal sealed class SiLULayer : ILayer
{
    public string Kind => "SiLU";

    public LayerRole Role => LayerRole.Layer;

    public void Lower(LayerContext context)
    {
        ScalarExpression x = ScalarExpression.Operand(0);
        context.SetPerStep(context.Program.Map(x * ScalarExpression.Of(UnaryKind.Sigmoid, x), context.Current));
    }
}
