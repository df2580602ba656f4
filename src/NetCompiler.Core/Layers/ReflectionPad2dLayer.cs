using NetCompiler.Core.Building;

namespace NetCompiler.Core.Layers;

/// <summary>A reflection around images; torch.nn.ReflectionPad2d.</summary>
internal sealed class ReflectionPad2dLayer : ILayer
{
    public string Kind => "ReflectionPad2d";

    public LayerRole Role => LayerRole.Layer;

    public void Lower(LayerContext context) => Bordering.LowerReflection(context, axes: 2);
}
