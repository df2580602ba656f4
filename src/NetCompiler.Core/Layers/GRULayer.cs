using NetCompiler.Core.Building;

namespace NetCompiler.Core.Layers;

/// <summary>Gated recurrent units with the reset gate behind the product, as torch.nn.GRU, or before it.</summary>
internal sealed class GRULayer : ILayer
{
    public string Kind => "GRU";

    public LayerRole Role => LayerRole.Layer;

    public void Lower(LayerContext context)
    {
        int units = Recurrent.Units(context);
        bool hasBias = Recurrent.HasBias(context);
        bool resetsAfter = context.Arguments.Flag("ResetAfter", otherwise: true);
        Recurrent.Lower(context, inputs => new GRUCell(inputs, units, hasBias, resetsAfter));
    }
}
