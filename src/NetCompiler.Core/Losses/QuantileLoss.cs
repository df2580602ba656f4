using System.Linq;
using NetCompiler.Core.Building;
using NetCompiler.Core.Layers;
using NetCompiler.Core.Tensors;
using NetCompiler.Core.Tensors.Scalars;

namespace NetCompiler.Core.Losses;

/// <summary>The mean of max(q e, (q - 1) e), e = t - y: the pinball loss, whose minimum is the quantile q of the target. Of several quantiles each has its prediction in the last axis.</summary>
internal sealed class QuantileLoss : ILoss
{
    public string Kind => "Quantile";

    public LayerRole Role => LayerRole.Network;

    public void Lower(LayerContext context)
    {
        TensorValue value = LossOperands.Judged(context);
        double[] quantiles = [.. context.Arguments.Reals("quantiles", 0, 1)];
        if (quantiles.Length == 0 || quantiles.Any(quantile => quantile is <= 0 or >= 1))
        {
            throw context.Fail(ErrorCodes.InvalidArgument, "it takes one quantile or more, above 0 and below 1: [Quantile(0.5)] is the median.");
        }

        if (quantiles.Length > 1 && (value.Shape.Rank < 2 || value.Shape.Last != quantiles.Length))
        {
            throw context.Fail(
                ErrorCodes.ShapeMismatch,
                $"it has {quantiles.Length} quantiles, for each of which the last axis holds a prediction, and {value.Label} has shape [{context.Describe(value.Shape)}]. Put [Linear({quantiles.Length})] before it.");
        }

        bool isOne = quantiles.Length == 1;
        (int target, TensorValue truth) = LossOperands.RealTarget(context, value, isOne ? value.Shape : value.Shape.With(value.Shape.Rank - 1, 1));
        ScalarExpression error = ScalarExpression.Operand(1) - ScalarExpression.Operand(0);
        ScalarExpression quantile = isOne ? quantiles[0] : ScalarExpression.Operand(2);
        ScalarExpression loss = ScalarExpression.Of(BinaryKind.Max, quantile * error, (quantile - 1) * error);
        ProgramBuilder program = context.Program;
        TensorValue terms = isOne ? program.Map(loss, value, truth) : program.Map(loss, value, truth, LossOperands.Numbers(program, quantiles));
        new LossTerms(value, terms, target).AddTo(context);
    }
}
