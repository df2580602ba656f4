using System;
using NetCompiler.Core.Building;
using NetCompiler.Core.Tensors;
using NetCompiler.Core.Tensors.Operations;

namespace NetCompiler.Core.Layers;

/// <summary>y = x W^T + b over the last axis; torch.nn.Linear: weight [outputs, inputs], bias [outputs], both from U(-1/sqrt(inputs), 1/sqrt(inputs)).</summary>
internal sealed class LinearLayer : ILayer
{
    public string Kind => "Linear";

    public LayerRole Role => LayerRole.Layer;

    public void Lower(LayerContext context)
    {
        int outputs = context.Arguments.Integer("outputs", 1, 1 << 24);
        TensorValue value = context.Current;
        if (value.Shape.Rank < (value.Shape.HasRows ? 2 : 1))
        {
            throw context.Fail(ErrorCodes.ShapeMismatch, $"its operand {value.Label} has shape {value.Shape}; a linear layer works on the last axis of vectors.");
        }

        int inputs = value.Shape.Last;
        if ((long)inputs * outputs > 1L << 28)
        {
            throw context.Fail(ErrorCodes.TooLarge, FormattableString.Invariant($"its weight [{outputs}, {inputs}] has {(long)inputs * outputs:N0} elements; at most {1L << 28:N0} are supported."));
        }

        double l2 = context.Arguments.Real("L2", 0, double.MaxValue, otherwise: context.Network.NetworkL2);
        TensorValue weight = context.Parameter(
            "weight", Shape.Of(outputs, inputs), isMatrix: true, Initializations.Weight(context.Arguments.Text("WeightInit"), inputs, outputs), l2);
        TensorValue product = context.Program.Add(ContractOperation.Over(value.Shape.Rank - 1, 1), value, weight);
        if (context.Arguments.Flag("Bias", otherwise: true))
        {
            TensorValue bias = context.Parameter("bias", Shape.Of(outputs), isMatrix: false, Initializations.Bias(context, "BiasInit", inputs), 0);
            product = context.Program.Plus(product, bias);
        }

        context.SetPerStep(product);
    }
}
