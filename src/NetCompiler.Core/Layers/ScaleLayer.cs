using NetCompiler.Core.Building;
using NetCompiler.Core.Tensors;

namespace NetCompiler.Core.Layers;

/// <summary>x times learned factors; LayerScale where they begin small (Touvron et al. 2021).</summary>
internal sealed class ScaleLayer : ILayer
{
    public string Kind => "Scale";

    public LayerRole Role => LayerRole.Layer;

    public void Lower(LayerContext context)
    {
        TensorValue value = context.Current;
        PerArgument per = PerArgument.Of(context, value);
        TensorValue weight = context.Parameter("weight", per.Stored, isMatrix: false, Initializations.Weight(context, per.Stored, Initializations.Ones), context.OwnPenalty);
        context.SetPerStep(context.Program.Times(value, context.Program.Reshape(weight, per.Aligned)));
    }
}
