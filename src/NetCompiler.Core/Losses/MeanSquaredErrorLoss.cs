using NetCompiler.Core.Building;
using NetCompiler.Core.Layers;
using NetCompiler.Core.Tensors;
using NetCompiler.Core.Tensors.Scalars;

namespace NetCompiler.Core.Losses;

/// <summary>The mean of (y - t)^2 over all elements; torch.nn.MSELoss.</summary>
internal sealed class MeanSquaredErrorLoss : ILoss
{
    public string Kind => "MeanSquaredError";

    public LayerRole Role => LayerRole.Network;

    public void Lower(LayerContext context)
    {
        TensorValue value = LossOperands.Judged(context);
        (int target, TensorValue truth) = LossOperands.RealTarget(context, value);
        ProgramBuilder program = context.Program;
        TensorValue difference = program.Map(ScalarExpression.Operand(0) - ScalarExpression.Operand(1), value, truth);
        TensorValue squares = program.Map(ScalarExpression.Operand(0) * ScalarExpression.Operand(0), difference);
        context.Network.Loss(context, value, LossOperands.MeanOfSample(context, value, squares), target, classes: 0);
    }
}
