using System;
using NetCompiler.Core.Building;
using NetCompiler.Core.Tensors;
using NetCompiler.Core.Tensors.Operations;

namespace NetCompiler.Core.Layers;

/// <summary>y = x W^T + b over the last axis, as a part of layers: torch.nn.Linear, weight [outputs, inputs], bias [outputs], both from U(-1/sqrt(inputs), 1/sqrt(inputs)).</summary>
internal static class Projection
{
    /// <summary>Refuses what has no last axis of features.</summary>
    public static TensorValue Operand(LayerContext context)
    {
        TensorValue value = context.Current;
        return value.Shape.Rank >= (value.Shape.HasRows ? 2 : 1) ? value
            : throw context.Fail(ErrorCodes.ShapeMismatch, $"its operand {value.Label} has shape {value.Shape}; it works on the last axis of vectors.");
    }

    /// <summary>Lowers a product.</summary>
    /// <param name="context">The line.</param>
    /// <param name="prefix">What stands before the names of its parameters: empty, or <c>gate_proj.</c>.</param>
    /// <param name="value">x.</param>
    /// <param name="outputs">The last extent of the result.</param>
    /// <param name="hasBias">Whether b is added.</param>
    public static TensorValue Lower(LayerContext context, string prefix, TensorValue value, int outputs, bool hasBias)
    {
        int inputs = value.Shape.Last;
        if ((long)inputs * outputs > 1L << 28)
        {
            throw context.Fail(ErrorCodes.TooLarge, FormattableString.Invariant($"its weight {prefix}[{outputs}, {inputs}] has {(long)inputs * outputs:N0} elements; at most {1L << 28:N0} are supported."));
        }

        Shape shape = Shape.Of(outputs, inputs);
        ParameterInitialization begin = Initializations.ByFan(inputs);
        TensorValue weight = context.Parameter(prefix + "weight", shape, isMatrix: true, Initializations.Weight(context, shape, begin), context.WeightPenalty, context.MaxNorm());
        TensorValue product = context.Program.Add(ContractOperation.Over(value.Shape.Rank - 1, 1), value, weight);
        return hasBias ? context.Program.Plus(product, context.Parameter(prefix + "bias", Shape.Of(outputs), isMatrix: false, Initializations.Bias(context, begin), Penalty.None)) : product;
    }
}
