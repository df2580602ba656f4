using NetCompiler.Core.Building;
using NetCompiler.Core.Layers;
using NetCompiler.Core.Tensors;
using NetCompiler.Core.Tensors.Scalars;

namespace NetCompiler.Core.Losses;

/// <summary>The sum over other classes of max(0, margin - x_target + x)^p, divided by the number of classes; torch.nn.MultiMarginLoss.</summary>
internal sealed class MultiMarginLoss : ILoss
{
    public string Kind => "MultiMargin";

    public LayerRole Role => LayerRole.Network;

    public void Lower(LayerContext context)
    {
        (TensorValue judged, TensorValue scores, int classes) = LossOperands.Scores(context, fewest: 2, "score");
        TensorValue? weights = LossOperands.OfClasses(context, "ClassWeights", classes);
        (int target, TensorValue labels) = LossOperands.ClassTarget(context, scores.Shape);
        double margin = context.Arguments.Real("Margin", 0, 1e6, otherwise: 1);
        ProgramBuilder program = context.Program;
        TensorValue own = LossOperands.OfTarget(program, labels, ScalarExpression.Operand(0), scores);
        ScalarExpression hinge = HingeLoss.Power(context, ScalarExpression.Of(UnaryKind.Relu, margin - ScalarExpression.Operand(1) + ScalarExpression.Operand(2)));
        TensorValue others = program.Map(ScalarExpression.Select(ComparisonKind.Equal, ScalarExpression.Coordinate(0), ScalarExpression.Operand(0), 0, hinge / classes), labels, own, scores);
        TensorValue terms = program.Sum(others, others.Shape.Rank - 1);
        TensorValue? weight = weights is null ? null : LossOperands.OfTarget(program, labels, ScalarExpression.Operand(0), weights);
        new LossTerms(judged, weight is null ? terms : program.Times(weight, terms), target) { Classes = classes, Weights = weight }.AddTo(context);
    }
}
