using NetCompiler.Core.Building;
using NetCompiler.Core.Tensors;

namespace NetCompiler.Core.Layers;

/// <summary>Each channel of signals by its own mean and variance; torch.nn.InstanceNorm1d without running statistics.</summary>
internal sealed class InstanceNorm1dLayer : ILayer
{
    public string Kind => "InstanceNorm1d";

    public LayerRole Role => LayerRole.Layer;

    public void Lower(LayerContext context)
    {
        TensorValue value = SlidingArguments.Operand(context, axes: 1);
        Normalization.LowerGroups(context, value, value.Shape[1].Maximum, context.Arguments.Flag("Affine", otherwise: false));
    }
}
