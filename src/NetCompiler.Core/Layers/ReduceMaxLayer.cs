using NetCompiler.Core.Building;

namespace NetCompiler.Core.Layers;

/// <summary>The maximum over some extents of a sample; torch.amax.</summary>
internal sealed class ReduceMaxLayer : ILayer
{
    public string Kind => "ReduceMax";

    public LayerRole Role => LayerRole.Layer;

    public void Lower(LayerContext context) => Reduction.LowerAxes(context, (value, time) => OverSteps.Max(context, value, time), (value, axes) => context.Program.Max(value, axes));
}
