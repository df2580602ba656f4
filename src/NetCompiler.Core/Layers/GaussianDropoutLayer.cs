using System;
using NetCompiler.Core.Building;
using NetCompiler.Core.Tensors;
using NetCompiler.Core.Tensors.Scalars;

namespace NetCompiler.Core.Layers;

/// <summary>In training x times normal noise with mean 1 and the variance of dropout, p / (1 - p); keras.layers.GaussianDropout.</summary>
internal sealed class GaussianDropoutLayer : ILayer
{
    public string Kind => "GaussianDropout";

    public LayerRole Role => LayerRole.Layer;

    public void Lower(LayerContext context)
    {
        double p = context.Arguments.Real("p", 0, 0.999, otherwise: 0.5);
        TensorValue value = context.Current;
        TensorValue? noise = Noise.Draw(context, value);
        context.SetPerStep(noise is null || p == 0 ? value
            : context.Program.Map(ScalarExpression.Operand(0) * (1 + (Math.Sqrt(p / (1 - p)) * ScalarExpression.Operand(1))), value, noise));
    }
}
