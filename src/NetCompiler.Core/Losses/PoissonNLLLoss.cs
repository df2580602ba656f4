using NetCompiler.Core.Building;
using NetCompiler.Core.Layers;
using System;
using NetCompiler.Core.Tensors;
using NetCompiler.Core.Tensors.Scalars;

namespace NetCompiler.Core.Losses;

/// <summary>The mean of exp(x) - t x, or of x - t log(x + epsilon): the likelihood of counts t; torch.nn.PoissonNLLLoss.</summary>
internal sealed class PoissonNLLLoss : ILoss
{
    public string Kind => "PoissonNLL";

    public LayerRole Role => LayerRole.Network;

    public void Lower(LayerContext context)
    {
        TensorValue value = LossOperands.Judged(context);
        (int target, TensorValue truth) = LossOperands.RealTarget(context, value);
        double epsilon = context.Arguments.Real("Epsilon", 1e-30, 1, otherwise: 1e-8);
        ScalarExpression x = ScalarExpression.Operand(0);
        ScalarExpression t = ScalarExpression.Operand(1);
        ScalarExpression loss = context.Arguments.Flag("LogInput", otherwise: true)
            ? ScalarExpression.Of(UnaryKind.Exp, x) - (t * x)
            : x - (t * ScalarExpression.Of(UnaryKind.Log, x + epsilon));
        if (context.Arguments.Flag("Full", otherwise: false))
        {
            // Stirling's approximation of log t!, from 1 on.
            ScalarExpression stirling = (t * ScalarExpression.Of(UnaryKind.Log, t)) - t + (0.5 * ScalarExpression.Of(UnaryKind.Log, 2 * Math.PI * t));
            loss += ScalarExpression.Select(ComparisonKind.Less, 1, t, stirling, 0);
        }

        new LossTerms(value, context.Program.Map(loss, value, truth), target).AddTo(context);
    }
}
