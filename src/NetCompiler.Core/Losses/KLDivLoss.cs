using NetCompiler.Core.Building;
using NetCompiler.Core.Layers;
using NetCompiler.Core.Tensors;
using NetCompiler.Core.Tensors.Scalars;

namespace NetCompiler.Core.Losses;

/// <summary>The mean of t (log t - x), x being logarithms of probabilities and t probabilities or their logarithms; torch.nn.KLDivLoss.</summary>
internal sealed class KLDivLoss : ILoss
{
    public string Kind => "KLDiv";

    public LayerRole Role => LayerRole.Network;

    public void Lower(LayerContext context)
    {
        TensorValue value = LossOperands.Judged(context);
        (int target, TensorValue truth) = LossOperands.RealTarget(context, value);
        ScalarExpression x = ScalarExpression.Operand(0);
        ScalarExpression t = ScalarExpression.Operand(1);
        ScalarExpression loss = context.Arguments.Flag("LogTarget", otherwise: false)
            ? ScalarExpression.Of(UnaryKind.Exp, t) * (t - x)
            : ScalarExpression.Select(ComparisonKind.Equal, t, 0, 0, t * ScalarExpression.Of(UnaryKind.Log, t)) - (t * x);
        new LossTerms(value, context.Program.Map(loss, value, truth), target).AddTo(context);
    }
}
