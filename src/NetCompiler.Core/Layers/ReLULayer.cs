using NetCompiler.Core.Building;
using NetCompiler.Core.Tensors.Scalars;

namespace NetCompiler.Core.Layers;

/// <summary>max(0, x), elementwise; torch.nn.ReLU.</summary>
internal sealed class ReLULayer : ILayer
{
    public string Kind => "ReLU";

    public LayerRole Role => LayerRole.Layer;

    public void Lower(LayerContext context) => context.SetPerStep(context.Program.Map(UnaryKind.Relu, context.Current));
}
