using NetCompiler.Core.Building;
using NetCompiler.Core.Tensors.Scalars;

namespace NetCompiler.Core.Layers;

/// <summary>A recurrent layer with tanh or relu; torch.nn.RNN.</summary>
internal sealed class RNNLayer : ILayer
{
    public string Kind => "RNN";

    public LayerRole Role => LayerRole.Layer;

    public void Lower(LayerContext context)
    {
        int units = Recurrent.Units(context);
        bool hasBias = Recurrent.HasBias(context);
        UnaryKind nonlinearity = context.Arguments.Text("Nonlinearity") switch
        {
            null or "Tanh" => UnaryKind.Tanh,
            "ReLU" => UnaryKind.Relu,
            string name => throw context.Fail(ErrorCodes.NotSupported, $"Nonlinearity.{name} is not known to this version of the generator."),
        };
        Recurrent.Lower(context, inputs => new RNNCell(inputs, units, hasBias, nonlinearity));
    }
}
