using NetCompiler.Core.Building;
using NetCompiler.Core.Tensors;
using NetCompiler.Core.Tensors.Scalars;

namespace NetCompiler.Core.Layers;

/// <summary>exp(x) / sum of exp(x) over an axis, the last unless given, shifted by the maximum so that nothing overflows; torch.nn.Softmax.</summary>
internal sealed class SoftmaxLayer : ILayer
{
    public string Kind => "Softmax";

    public LayerRole Role => LayerRole.Layer;

    public void Lower(LayerContext context)
    {
        TensorValue value = context.Current;
        (TensorValue exponentials, TensorValue sum, _) = Exponentials(context.Program, value, Axis(context, value));
        context.SetPerStep(context.Program.Map(ScalarExpression.Operand(0) / ScalarExpression.Operand(1), exponentials, sum));
    }

    /// <summary>The axis that sums to 1.</summary>
    public static int Axis(LayerContext context, TensorValue value) =>
        SampleAxis.Of(context, value, "Axis", -1, "Leave Axis out to take the features of each step, or weight steps by [AttentionPool].");

    /// <summary>exp(x - max), its sum and the maximum, over the last axis. The shift cancels, so that its gradient is stopped.</summary>
    public static (TensorValue Exponentials, TensorValue Sum, TensorValue Maximum) Exponentials(ProgramBuilder program, TensorValue value) =>
        Exponentials(program, value, value.Shape.Rank - 1);

    /// <summary>exp(x - max), its sum and the maximum, over an axis.</summary>
    public static (TensorValue Exponentials, TensorValue Sum, TensorValue Maximum) Exponentials(ProgramBuilder program, TensorValue value, int axis)
    {
        TensorValue maximum = program.StopGradient(program.Max(value, axis));
        TensorValue exponentials = program.Map(ScalarExpression.Of(UnaryKind.Exp, ScalarExpression.Operand(0) - ScalarExpression.Operand(1)), value, maximum);
        return (exponentials, program.Sum(exponentials, axis), maximum);
    }
}
