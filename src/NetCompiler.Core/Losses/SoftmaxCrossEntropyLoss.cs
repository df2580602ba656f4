using NetCompiler.Core.Building;
using NetCompiler.Core.Layers;
using NetCompiler.Core.Tensors;
using NetCompiler.Core.Tensors.Scalars;

namespace NetCompiler.Core.Losses;

/// <summary>
/// -sum of t log softmax(z) with z the logits and t the target: a class index, or probabilities; torch.nn.CrossEntropyLoss. With
/// m = max z and s = sum of exp(z - m) the logarithm is z - m - log s, which neither overflows nor takes the logarithm of 0.
/// Of logits [classes, positions…] each position has a target, and the loss is their mean; of a sequence [steps, classes] each step that counts.
/// </summary>
internal sealed class SoftmaxCrossEntropyLoss : ILoss
{
    public string Kind => "SoftmaxCrossEntropy";

    public LayerRole Role => LayerRole.Network;

    public void Lower(LayerContext context)
    {
        TensorValue judged = LossOperands.Judged(context);
        if (judged.Shape.Rank < 2)
        {
            throw context.Fail(ErrorCodes.ShapeMismatch, $"it takes one logit for each class, and {judged.Label} has shape [{context.Describe(judged.Shape)}]. Put [Linear(classes)] before it.");
        }

        bool isSequence = context.Time(judged) is not null;
        int classes = isSequence ? judged.Shape.Last : judged.Shape[1].Maximum;
        if (classes < 2)
        {
            string advice = judged.Shape.Rank == 2 || isSequence ? "Give it an output for each class." : "Give it a channel for each class, or put [Flatten] before it if it is one vector of logits.";
            throw context.Fail(ErrorCodes.ShapeMismatch, $"{judged.Label} has shape [{context.Describe(judged.Shape)}] and so one output, of which the softmax is always 1. {advice}");
        }

        ProgramBuilder program = context.Program;
        TensorValue logits = LossOperands.ClassesLast(context, judged, judged);
        int last = logits.Shape.Rank - 1;
        (_, TensorValue sum, TensorValue maximum) = SoftmaxLayer.Exponentials(program, logits);
        TensorValue logSum = program.Map(ScalarExpression.Of(UnaryKind.Log, ScalarExpression.Operand(0)) + ScalarExpression.Operand(1), sum, maximum);
        if (context.Arguments.Text("Targets") == "Probabilities")
        {
            (int target, TensorValue given) = LossOperands.RealTarget(context, judged);
            TensorValue probabilities = LossOperands.ClassesLast(context, judged, given);
            TensorValue products = program.Map(ScalarExpression.Operand(0) * (ScalarExpression.Operand(1) - ScalarExpression.Operand(2)), probabilities, logSum, logits);
            context.Network.Loss(context, judged, LossOperands.MeanOfSample(context, judged, program.Sum(products, last)), target, classes: 0);
            return;
        }

        (int index, TensorValue labels) = LossOperands.ClassTarget(context, logits.Shape);
        TensorValue chosen = program.Sum(
            program.Map(ScalarExpression.Select(ComparisonKind.Equal, ScalarExpression.Coordinate(0), ScalarExpression.Operand(1), ScalarExpression.Operand(0), 0), logits, labels), last);
        TensorValue terms = program.Map(ScalarExpression.Operand(0) - ScalarExpression.Operand(1), logSum, chosen);
        if (context.Arguments.Has("IgnoreIndex"))
        {
            int ignored = context.Arguments.Integer("IgnoreIndex", int.MinValue + 5);
            context.Network.Loss(context, judged, LossOperands.MeanOfSample(context, judged, terms, labels, ignored), index, classes, ignored);
            return;
        }

        context.Network.Loss(context, judged, LossOperands.MeanOfSample(context, judged, terms), index, classes);
    }
}
