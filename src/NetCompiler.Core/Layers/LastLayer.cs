using NetCompiler.Core.Building;
using NetCompiler.Core.Tensors;

namespace NetCompiler.Core.Layers;

/// <summary>The last step of a sequence that counts: [steps, features] becomes [features].</summary>
internal sealed class LastLayer : ILayer
{
    public string Kind => "Last";

    public LayerRole Role => LayerRole.Layer;

    public void Lower(LayerContext context)
    {
        (TensorValue value, TimeAxis time) = OverSteps.Operand(context);
        context.Set(OverSteps.Last(context, value, time));
    }
}
