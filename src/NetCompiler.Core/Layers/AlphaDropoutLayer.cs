using System;
using NetCompiler.Core.Building;
using NetCompiler.Core.Tensors;
using NetCompiler.Core.Tensors.Scalars;

namespace NetCompiler.Core.Layers;

/// <summary>In training each element is the limit of SELU with probability p, and all are scaled and shifted such that mean and variance stay; torch.nn.AlphaDropout.</summary>
internal sealed class AlphaDropoutLayer : ILayer
{
    // -scale alpha of SELU.
    private const double Limit = -SELULayer.Scale * SELULayer.Alpha;

    public string Kind => "AlphaDropout";

    public LayerRole Role => LayerRole.Layer;

    public void Lower(LayerContext context)
    {
        double p = context.Arguments.Real("p", 0, 1, otherwise: 0.5);
        TensorValue value = context.Current;
        if (Masking.Draw(context, value, value.Shape.Rank, p) is not { } mask)
        {
            context.SetPerStep(p == 1 && context.Network.Mode == NetworkMode.Training ? context.Program.Times(value, context.Program.Constant(0, Shape.Scalar)) : value);
            return;
        }

        double scale = 1 / Math.Sqrt((1 - p) * (1 + (p * Limit * Limit)));
        double shift = -scale * p * Limit;
        context.SetPerStep(context.Program.Map(
            ScalarExpression.Select(ComparisonKind.Equal, ScalarExpression.Operand(1), 0, (scale * Limit) + shift, (scale * ScalarExpression.Operand(0)) + shift), value, mask));
    }
}
