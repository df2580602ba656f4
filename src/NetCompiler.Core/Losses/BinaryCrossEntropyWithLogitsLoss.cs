using NetCompiler.Core.Building;
using NetCompiler.Core.Layers;
using NetCompiler.Core.Tensors;
using NetCompiler.Core.Tensors.Scalars;

namespace NetCompiler.Core.Losses;

/// <summary>
/// The mean of -(p t log sigmoid(x) + (1 - t) log(1 - sigmoid(x))) over all elements; torch.nn.BCEWithLogitsLoss. With w = 1 + (p - 1) t that is
/// (1 - t) x + w log(1 + exp(-x)) and, where that would overflow, w log(1 + exp(x)) - p t x.
/// </summary>
internal sealed class BinaryCrossEntropyWithLogitsLoss : ILoss
{
    public string Kind => "BinaryCrossEntropyWithLogits";

    public LayerRole Role => LayerRole.Network;

    public void Lower(LayerContext context)
    {
        TensorValue value = LossOperands.Judged(context);
        (int target, TensorValue truth) = LossOperands.RealTarget(context, value);
        double positive = context.Arguments.Real("PosWeight", 0, 1e6, otherwise: 1);
        TensorValue? positives = LossOperands.AlongClasses(context, "PosWeights", value);
        if (positives is not null && context.Arguments.Has("PosWeight"))
        {
            throw context.Fail(ErrorCodes.InvalidArgument, "PosWeight and PosWeights are both set. Set one of them: one number for all elements, or one for each class.");
        }

        ScalarExpression x = ScalarExpression.Operand(0);
        ScalarExpression t = ScalarExpression.Operand(1);
        ScalarExpression p = positives is null ? positive : ScalarExpression.Operand(2);
        ScalarExpression weight = positives is null && positive == 1 ? 1 : 1 + ((p - 1) * t);
        ScalarExpression above = ((1 - t) * x) + (weight * Softplus(-x));
        ScalarExpression below = (weight * Softplus(x)) - (p * (t * x));
        ScalarExpression loss = ScalarExpression.Select(ComparisonKind.LessOrEqual, 0, x, above, below);
        TensorValue terms = positives is null ? context.Program.Map(loss, value, truth) : context.Program.Map(loss, value, truth, positives);
        BinaryCrossEntropyLoss.Weighted(context, value, terms, target).AddTo(context);
    }

    private static ScalarExpression Softplus(ScalarExpression x) => ScalarExpression.Of(UnaryKind.Log, 1 + ScalarExpression.Of(UnaryKind.Exp, x));
}
