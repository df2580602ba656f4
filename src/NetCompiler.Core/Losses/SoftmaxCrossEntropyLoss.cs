using NetCompiler.Core.Building;
using NetCompiler.Core.Layers;
using NetCompiler.Core.Tensors;
using NetCompiler.Core.Tensors.Scalars;

namespace NetCompiler.Core.Losses;

/// <summary>
/// -sum of t log softmax(z) with z the logits and t the target: a class index, or probabilities; torch.nn.CrossEntropyLoss. With
/// m = max z and s = sum of exp(z - m) the logarithm is z - m - log s, which neither overflows nor takes the logarithm of 0.
/// </summary>
internal sealed class SoftmaxCrossEntropyLoss : ILoss
{
    public string Kind => "SoftmaxCrossEntropy";

    public LayerRole Role => LayerRole.Network;

    public void Lower(LayerContext context)
    {
        TensorValue logits = LossOperands.Judged(context);
        if (logits.Shape.Rank != 2)
        {
            throw context.Fail(ErrorCodes.ShapeMismatch, $"it takes one logit for each class, and {logits.Label} has shape [{context.Describe(logits.Shape)}]. Put [Flatten] or [Linear(classes)] before it.");
        }

        int classes = logits.Shape.Last;
        if (classes < 2)
        {
            throw context.Fail(ErrorCodes.ShapeMismatch, $"{logits.Label} has one output, of which the softmax is always 1. Give it an output for each class.");
        }

        ProgramBuilder program = context.Program;
        (_, TensorValue sum, TensorValue maximum) = SoftmaxLayer.Exponentials(program, logits);
        TensorValue logSum = program.Map(ScalarExpression.Of(UnaryKind.Log, ScalarExpression.Operand(0)) + ScalarExpression.Operand(1), sum, maximum);
        if (context.Arguments.Text("Targets") == "Probabilities")
        {
            (int target, TensorValue probabilities) = LossOperands.RealTarget(context, logits);
            TensorValue terms = program.Map(ScalarExpression.Operand(0) * (ScalarExpression.Operand(1) - ScalarExpression.Operand(2)), probabilities, logSum, logits);
            context.Network.Loss(context, logits, program.Sum(terms, 1), target, classes: 0);
            return;
        }

        string? name = context.Arguments.Name("Target");
        if (name is not null && context.Scope.IsDefined(name))
        {
            throw context.Fail(ErrorCodes.TargetKind, $"its target is a class index, and '{name}' is a value of the network. Give Target another name, or set Targets = TargetKind.Probabilities.");
        }

        (int index, TensorValue labels) = context.Network.Target(context, name, Shape.Of(context.Rows, 1), ElementKind.Integer);
        TensorValue chosen = program.Sum(
            program.Map(ScalarExpression.Select(ComparisonKind.Equal, ScalarExpression.Coordinate(0), ScalarExpression.Operand(1), ScalarExpression.Operand(0), 0), logits, labels), 1);
        context.Network.Loss(context, logits, program.Map(ScalarExpression.Operand(0) - ScalarExpression.Operand(1), logSum, chosen), index, classes);
    }
}
