using NetCompiler.Core.Building;

namespace NetCompiler.Core.Layers;

/// <summary>A reflection around signals; torch.nn.ReflectionPad1d.</summary>
internal sealed class ReflectionPad1dLayer : ILayer
{
    public string Kind => "ReflectionPad1d";

    public LayerRole Role => LayerRole.Layer;

    public void Lower(LayerContext context) => Bordering.LowerReflection(context, axes: 1);
}
