using NetCompiler.Core.Building;
using NetCompiler.Core.Tensors.Scalars;

namespace NetCompiler.Core.Layers;

/// <summary>A feed-forward unit gated by GELU, as in T5 1.1 and Gemma.</summary>
internal sealed class GeGLULayer : ILayer
{
    public string Kind => "GeGLU";

    public LayerRole Role => LayerRole.Layer;

    public void Lower(LayerContext context) => GatedUnit.Lower(context, GELULayer.Of(context, ScalarExpression.Operand(0)));
}
