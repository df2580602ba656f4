using NetCompiler.Core.Building;
using NetCompiler.Core.Tensors.Scalars;

namespace NetCompiler.Core.Layers;

/// <summary>A feed-forward unit gated by SiLU, as in Llama.</summary>
internal sealed class SwiGLULayer : ILayer
{
    public string Kind => "SwiGLU";

    public LayerRole Role => LayerRole.Layer;

    public void Lower(LayerContext context)
    {
        ScalarExpression x = ScalarExpression.Operand(0);
        GatedUnit.Lower(context, x * ScalarExpression.Of(UnaryKind.Sigmoid, x));
    }
}
