using NetCompiler.Core.Building;

namespace NetCompiler.Core.Layers;

/// <summary>The maximum over the steps of a sequence that count, or over an axis; torch.amax.</summary>
internal sealed class MaxLayer : ILayer
{
    public string Kind => "Max";

    public LayerRole Role => LayerRole.Layer;

    public void Lower(LayerContext context) => Reduction.Lower(
        context, (value, time) => OverSteps.Max(context, value, time), (value, axis) => context.Program.Max(value, axis));
}
