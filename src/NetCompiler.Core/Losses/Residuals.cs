using System;
using NetCompiler.Core.Building;
using NetCompiler.Core.Tensors;
using NetCompiler.Core.Tensors.Scalars;

namespace NetCompiler.Core.Losses;

/// <summary>Losses that are a function of the residual, value - target, at each element.</summary>
internal static class Residuals
{
    /// <summary>Adds the loss of a function of the residual.</summary>
    public static void Add(LayerContext context, Func<ScalarExpression, ScalarExpression> function, LossReduction otherwise = LossReduction.Mean)
    {
        TensorValue value = LossOperands.Judged(context);
        (int target, TensorValue truth) = LossOperands.RealTarget(context, value);
        TensorValue residual = context.Program.Map(ScalarExpression.Operand(0) - ScalarExpression.Operand(1), value, truth);
        new LossTerms(value, context.Program.Map(function(ScalarExpression.Operand(0)), residual), target) { Otherwise = otherwise }.AddTo(context);
    }
}
