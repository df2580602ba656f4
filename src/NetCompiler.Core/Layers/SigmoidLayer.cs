using NetCompiler.Core.Building;
using NetCompiler.Core.Tensors.Scalars;

namespace NetCompiler.Core.Layers;

/// <summary>1 / (1 + exp(-x)), elementwise; torch.nn.Sigmoid.</summary>
internal sealed class SigmoidLayer : ILayer
{
    public string Kind => "Sigmoid";

    public LayerRole Role => LayerRole.Layer;

    public void Lower(LayerContext context) => context.SetPerStep(context.Program.Map(UnaryKind.Sigmoid, context.Current));
}
