using NetCompiler.Core.Building;

namespace NetCompiler.Core.Layers;

/// <summary>The mean over the steps of a sequence that count, or over an axis; torch.mean.</summary>
internal sealed class MeanLayer : ILayer
{
    public string Kind => "Mean";

    public LayerRole Role => LayerRole.Layer;

    public void Lower(LayerContext context) => Reduction.Lower(
        context, (value, time) => OverSteps.Mean(context, value, time), (value, axis) => Normalization.Mean(context.Program, value, [axis]));
}
