using NetCompiler.Core.Building;

namespace NetCompiler.Core.Layers;

/// <summary>The sum over some extents of a sample; torch.sum.</summary>
internal sealed class ReduceSumLayer : ILayer
{
    public string Kind => "ReduceSum";

    public LayerRole Role => LayerRole.Layer;

    public void Lower(LayerContext context) => Reduction.LowerAxes(context, (value, time) => OverSteps.Sum(context, value, time), (value, axes) => context.Program.Sum(value, axes));
}
