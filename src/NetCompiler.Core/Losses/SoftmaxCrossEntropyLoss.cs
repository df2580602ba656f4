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
        TensorValue? weights = LossOperands.OfClasses(context, "ClassWeights", classes);
        double smoothing = context.Arguments.Real("LabelSmoothing", 0, 1, otherwise: 0);
        bool isPlain = weights is null && smoothing == 0;
        if (context.Arguments.Text("Targets") == "Probabilities")
        {
            if (context.Arguments.Has("IgnoreIndex"))
            {
                throw context.Fail(ErrorCodes.InvalidArgument, "IgnoreIndex leaves out positions by their class index, and its targets are probabilities. Leave one of the two out.");
            }

            (int target, TensorValue given) = LossOperands.RealTarget(context, judged);
            TensorValue probabilities = LossOperands.ClassesLast(context, judged, given);
            ScalarExpression missing = ScalarExpression.Operand(1) - ScalarExpression.Operand(2);
            TensorValue products = isPlain
                ? program.Map(ScalarExpression.Operand(0) * missing, probabilities, logSum, logits)
                : OfEach(program, Smoothed(ScalarExpression.Operand(0), smoothing, classes) * missing, weights, probabilities, logSum, logits);
            new LossTerms(judged, program.Sum(products, last), target).AddTo(context);
            return;
        }

        (int index, TensorValue labels) = LossOperands.ClassTarget(context, logits.Shape);
        TensorValue terms;
        if (isPlain)
        {
            TensorValue chosen = LossOperands.OfTarget(program, labels, ScalarExpression.Operand(0), logits);
            terms = program.Map(ScalarExpression.Operand(0) - ScalarExpression.Operand(1), logSum, chosen);
        }
        else if (smoothing == 0)
        {
            terms = LossOperands.OfTarget(program, labels, ScalarExpression.Operand(2) * (ScalarExpression.Operand(0) - ScalarExpression.Operand(1)), logSum, logits, weights!);
        }
        else
        {
            ScalarExpression isTarget = ScalarExpression.Select(ComparisonKind.Equal, ScalarExpression.Coordinate(0), ScalarExpression.Operand(0), 1, 0);
            terms = program.Sum(OfEach(program, Smoothed(isTarget, smoothing, classes) * (ScalarExpression.Operand(1) - ScalarExpression.Operand(2)), weights, labels, logSum, logits), last);
        }

        new LossTerms(judged, terms, index)
        {
            Classes = classes,
            Weights = weights is null ? null : LossOperands.OfTarget(program, labels, ScalarExpression.Operand(0), weights),
            Ignored = LossOperands.IgnoreIndex(context) is { } ignored ? (labels, ignored) : null,
        }.AddTo(context);
    }

    private static ScalarExpression Smoothed(ScalarExpression probability, double smoothing, int classes) => smoothing == 0 ? probability : ((1 - smoothing) * probability) + (smoothing / classes);

    // What a map makes of each class, multiplied by the class's weight.
    private static TensorValue OfEach(ProgramBuilder program, ScalarExpression each, TensorValue? weights, TensorValue target, TensorValue logSum, TensorValue logits) =>
        weights is null ? program.Map(each, target, logSum, logits) : program.Map(ScalarExpression.Operand(3) * each, target, logSum, logits, weights);
}
