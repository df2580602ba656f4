using NetCompiler.Core.Building;
using NetCompiler.Core.Tensors;
using NetCompiler.Core.Tensors.Scalars;

namespace NetCompiler.Core.Layers;

/// <summary>exp(x) / sum of exp(x) over the last axis, shifted by the maximum so that nothing overflows; torch.nn.Softmax(-1).</summary>
internal sealed class SoftmaxLayer : ILayer
{
    public string Kind => "Softmax";

    public LayerRole Role => LayerRole.Layer;

    public void Lower(LayerContext context)
    {
        (TensorValue exponentials, TensorValue sum, _) = Exponentials(context.Program, context.Current);
        context.SetPerStep(context.Program.Map(ScalarExpression.Operand(0) / ScalarExpression.Operand(1), exponentials, sum));
    }

    /// <summary>exp(x - max), its sum and the maximum, over the last axis. The shift cancels, so that its gradient is stopped.</summary>
    public static (TensorValue Exponentials, TensorValue Sum, TensorValue Maximum) Exponentials(ProgramBuilder program, TensorValue value)
    {
        int axis = value.Shape.Rank - 1;
        TensorValue maximum = program.StopGradient(program.Max(value, axis));
        TensorValue exponentials = program.Map(ScalarExpression.Of(UnaryKind.Exp, ScalarExpression.Operand(0) - ScalarExpression.Operand(1)), value, maximum);
        return (exponentials, program.Sum(exponentials, axis), maximum);
    }
}
