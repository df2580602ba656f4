using NetCompiler.Core.Building;
using NetCompiler.Core.Layers;
using NetCompiler.Core.Tensors;
using NetCompiler.Core.Tensors.Scalars;

namespace NetCompiler.Core.Losses;

/// <summary>The mean of max(0, margin - t y)^p, t being 1 or -1.</summary>
internal sealed class HingeLoss : ILoss
{
    public string Kind => "Hinge";

    public LayerRole Role => LayerRole.Network;

    public void Lower(LayerContext context)
    {
        TensorValue value = LossOperands.Judged(context);
        (int target, TensorValue truth) = LossOperands.RealTarget(context, value);
        double margin = context.Arguments.Real("Margin", 0, 1e6, otherwise: 1);
        ScalarExpression missing = ScalarExpression.Of(UnaryKind.Relu, margin - (ScalarExpression.Operand(1) * ScalarExpression.Operand(0)));
        new LossTerms(value, context.Program.Map(Power(context, missing), value, truth), target).AddTo(context);
    }

    /// <summary>The hinge, or its square.</summary>
    public static ScalarExpression Power(LayerContext context, ScalarExpression hinge) => context.Arguments.Integer("P", 1, 2, otherwise: 1) == 1 ? hinge : hinge * hinge;
}
