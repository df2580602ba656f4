using System.Linq;
using NetCompiler.Core.Building;
using NetCompiler.Core.Layers;
using NetCompiler.Core.Tensors;
using NetCompiler.Core.Tensors.Scalars;

namespace NetCompiler.Core.Losses;

/// <summary>1 - (2 Σ p t + smooth) / (Σ p + Σ t + smooth) over the positions of each channel, and the mean over channels: the soft Dice loss.</summary>
internal sealed class DiceLoss : ILoss
{
    public string Kind => "Dice";

    public LayerRole Role => LayerRole.Network;

    public void Lower(LayerContext context)
    {
        TensorValue judged = LossOperands.Judged(context);
        if (judged.Shape.Rank < 3)
        {
            throw context.Fail(
                ErrorCodes.ShapeMismatch,
                $"it judges channels of positions, [channels, height, width] or [channels, length], and {judged.Label} has shape [{context.Describe(judged.Shape)}]. Leave [Flatten] out.");
        }

        context.RequireNoSequence(judged, "Judge it with [SoftmaxCrossEntropy] or [BinaryCrossEntropyWithLogits].");
        bool isSoftmax = context.Arguments.Text("Activation") == "Softmax";
        bool isByClass = context.Arguments.Text("Targets") == "ClassIndex";
        int channels = judged.Shape[1].Maximum;
        if (channels < 2 && (isSoftmax || isByClass))
        {
            string what = isSoftmax ? "its Activation is Softmax" : "its target is a class index";
            throw context.Fail(ErrorCodes.ShapeMismatch, $"{what}, and {judged.Label} of shape [{context.Describe(judged.Shape)}] has one channel. Give it a channel for each class, or judge one channel with DiceActivation.Sigmoid.");
        }

        ProgramBuilder program = context.Program;
        TensorValue value = LossOperands.ClassesLast(context, judged, judged);
        TensorValue predicted = Activated(context, value, isSoftmax);
        (int target, TensorValue truth) = isByClass ? LossOperands.ClassTarget(context, value.Shape) : RealTarget(context, judged);
        double smooth = context.Arguments.Real("Smooth", 0, 1e9, otherwise: 1e-5);
        bool isSquared = context.Arguments.Flag("Squared", otherwise: false);
        ScalarExpression p = ScalarExpression.Operand(0);
        ScalarExpression t = isByClass ? ScalarExpression.Select(ComparisonKind.Equal, ScalarExpression.Coordinate(0), ScalarExpression.Operand(1), 1, 0) : ScalarExpression.Operand(1);
        TensorValue both = OverPositions(program.Map(p * t, predicted, truth));
        TensorValue either = OverPositions(program.Map(isSquared ? (p * p) + (t * t) : p + t, predicted, truth));
        TensorValue terms = program.Map(1 - (((2 * ScalarExpression.Operand(0)) + smooth) / (ScalarExpression.Operand(1) + smooth)), both, either);
        new LossTerms(judged, terms, target) { Classes = isByClass ? channels : 0 }.AddTo(context);

        TensorValue OverPositions(TensorValue each) => program.Sum(each, Enumerable.Range(1, each.Shape.Rank - 2).ToArray());
    }

    private static TensorValue Activated(LayerContext context, TensorValue value, bool isSoftmax)
    {
        ProgramBuilder program = context.Program;
        if (isSoftmax)
        {
            (TensorValue exponentials, TensorValue sum, _) = SoftmaxLayer.Exponentials(program, value);
            return program.Map(ScalarExpression.Operand(0) / ScalarExpression.Operand(1), exponentials, sum);
        }

        return context.Arguments.Text("Activation") == "None" ? value : program.Map(UnaryKind.Sigmoid, value);
    }

    private static (int Target, TensorValue Truth) RealTarget(LayerContext context, TensorValue judged)
    {
        (int target, TensorValue truth) = LossOperands.RealTarget(context, judged);
        return (target, LossOperands.ClassesLast(context, judged, truth));
    }
}
