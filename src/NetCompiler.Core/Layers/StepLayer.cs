using NetCompiler.Core.Building;
using NetCompiler.Core.Tensors;
using NetCompiler.Core.Tensors.Scalars;

namespace NetCompiler.Core.Layers;

/// <summary>0 below 0, 1 above, and a number at 0, elementwise; torch.heaviside. No loss may need its derivative.</summary>
internal sealed class StepLayer : ILayer
{
    public string Kind => "Step";

    public LayerRole Role => LayerRole.Layer;

    public void Lower(LayerContext context)
    {
        double atZero = context.Arguments.Real("AtZero", -double.MaxValue, double.MaxValue, otherwise: 1);
        TensorValue value = context.Current;
        ScalarExpression x = ScalarExpression.Operand(0);

        // What is neither above, below nor at 0 is NaN, and stays.
        ScalarExpression rest = ScalarExpression.Select(ComparisonKind.Equal, x, 0, atZero, x);
        ScalarExpression notAbove = ScalarExpression.Select(ComparisonKind.Less, x, 0, 0, rest);
        TensorValue step = context.Program.StopGradient(context.Program.Map(ScalarExpression.Select(ComparisonKind.Less, 0, x, 1, notAbove), value));
        context.Network.RefuseTraining(
            context,
            value,
            step,
            "its derivative is 0 wherever there is one, so that no parameter before it would ever learn from the loss behind it. Let the loss judge the value before it, "
            + "[SoftmaxCrossEntropy(Value = \"z\")] with Name = \"z\" on the line before, or train with [Sigmoid] in its place; a function with a derivative of your own choice is a [Map].");
        context.SetPerStep(step);
    }
}
