using NetCompiler.Core.Building;

namespace NetCompiler.Core.Layers;

/// <summary>y = x W^T + b over the last axis; torch.nn.Linear.</summary>
internal sealed class LinearLayer : ILayer
{
    public string Kind => "Linear";

    public LayerRole Role => LayerRole.Layer;

    public void Lower(LayerContext context)
    {
        int outputs = context.Arguments.Integer("outputs", 1, 1 << 24);
        context.SetPerStep(Projection.Lower(context, string.Empty, Projection.Operand(context), outputs, context.Arguments.Flag("Bias", otherwise: true)));
    }
}
