using NetCompiler.Core.Building;
using NetCompiler.Core.Tensors.Scalars;

namespace NetCompiler.Core.Layers;

/// <summary>-log(1 + exp(-x)), elementwise; torch.nn.LogSigmoid.</summary>
internal sealed class LogSigmoidLayer : ILayer
{
    public string Kind => "LogSigmoid";

    public LayerRole Role => LayerRole.Layer;

    public void Lower(LayerContext context)
    {
        ScalarExpression x = ScalarExpression.Operand(0);
        context.SetPerStep(context.Program.Map(-ScalarExpression.Of(UnaryKind.Softplus, -x), context.Current));
    }
}
