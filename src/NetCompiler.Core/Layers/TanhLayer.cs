using NetCompiler.Core.Building;
using NetCompiler.Core.Tensors.Scalars;

namespace NetCompiler.Core.Layers;

/// <summary>tanh x, elementwise; torch.nn.Tanh.</summary>
internal sealed class TanhLayer : ILayer
{
    public string Kind => "Tanh";

    public LayerRole Role => LayerRole.Layer;

    public void Lower(LayerContext context) => context.SetPerStep(context.Program.Map(UnaryKind.Tanh, context.Current));
}
