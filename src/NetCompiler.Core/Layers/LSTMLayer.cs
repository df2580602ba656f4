using NetCompiler.Core.Building;

namespace NetCompiler.Core.Layers;

/// <summary>Long short-term memory; torch.nn.LSTM, and with peepholes.</summary>
internal sealed class LSTMLayer : ILayer
{
    public string Kind => "LSTM";

    public LayerRole Role => LayerRole.Layer;

    public void Lower(LayerContext context)
    {
        int units = Recurrent.Units(context);
        int projection = context.Arguments.Integer("Projection", 0, int.MaxValue, otherwise: 0);
        if (projection >= units)
        {
            throw context.Fail(ErrorCodes.InvalidArgument, $"Projection is {projection} and hidden is {units}; a projection has fewer numbers than there are units. Make it smaller, or leave it out.");
        }

        bool hasBias = Recurrent.HasBias(context);
        bool hasPeepholes = context.Arguments.Flag("Peepholes", otherwise: false);
        Recurrent.Lower(context, inputs => new LSTMCell(inputs, units, projection, hasBias, hasPeepholes));
    }
}
