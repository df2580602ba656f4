using NetCompiler.Core.Building;
using NetCompiler.Core.Tensors;

namespace NetCompiler.Core.Layers;

/// <summary>x plus learned summands.</summary>
internal sealed class ShiftLayer : ILayer
{
    public string Kind => "Shift";

    public LayerRole Role => LayerRole.Layer;

    public void Lower(LayerContext context)
    {
        TensorValue value = context.Current;
        PerArgument per = PerArgument.Of(context, value);
        TensorValue bias = context.Parameter("bias", per.Stored, isMatrix: false, Initializations.Weight(context, per.Stored, Initializations.Zeros), context.OwnPenalty);
        context.SetPerStep(context.Program.Plus(value, context.Program.Reshape(bias, per.Aligned)));
    }
}
