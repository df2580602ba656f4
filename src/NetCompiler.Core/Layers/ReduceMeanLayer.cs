using NetCompiler.Core.Building;

namespace NetCompiler.Core.Layers;

/// <summary>The mean over some extents of a sample; torch.mean.</summary>
internal sealed class ReduceMeanLayer : ILayer
{
    public string Kind => "ReduceMean";

    public LayerRole Role => LayerRole.Layer;

    public void Lower(LayerContext context) => Reduction.LowerAxes(context, (value, time) => OverSteps.Mean(context, value, time), (value, axes) => Normalization.Mean(context.Program, value, axes));
}
