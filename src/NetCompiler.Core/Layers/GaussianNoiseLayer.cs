using NetCompiler.Core.Building;
using NetCompiler.Core.Tensors;
using NetCompiler.Core.Tensors.Scalars;

namespace NetCompiler.Core.Layers;

/// <summary>In training x plus normal noise; keras.layers.GaussianNoise.</summary>
internal sealed class GaussianNoiseLayer : ILayer
{
    public string Kind => "GaussianNoise";

    public LayerRole Role => LayerRole.Layer;

    public void Lower(LayerContext context)
    {
        double deviation = context.Arguments.Real("std", 0, 1e30, otherwise: 0);
        TensorValue value = context.Current;
        TensorValue? noise = Noise.Draw(context, value);
        context.SetPerStep(noise is null || deviation == 0 ? value : context.Program.Map(ScalarExpression.Operand(0) + (deviation * ScalarExpression.Operand(1)), value, noise));
    }
}
