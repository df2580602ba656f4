using NetCompiler.Core.Building;
using NetCompiler.Core.Tensors;
using NetCompiler.Core.Tensors.Scalars;

namespace NetCompiler.Core.Layers;

/// <summary>x - max - log of the sum of exp(x - max), over an axis; torch.nn.LogSoftmax.</summary>
internal sealed class LogSoftmaxLayer : ILayer
{
    public string Kind => "LogSoftmax";

    public LayerRole Role => LayerRole.Layer;

    public void Lower(LayerContext context)
    {
        TensorValue value = context.Current;
        int axis = SoftmaxLayer.Axis(context, value);
        (_, TensorValue sum, TensorValue maximum) = SoftmaxLayer.Exponentials(context.Program, value, axis);
        context.SetPerStep(context.Program.Map(
            ScalarExpression.Operand(0) - ScalarExpression.Operand(1) - ScalarExpression.Of(UnaryKind.Log, ScalarExpression.Operand(2)), value, maximum, sum));
    }
}
