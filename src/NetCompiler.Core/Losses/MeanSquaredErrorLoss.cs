using System.Linq;
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
        int elements = value.Shape.Extents.Skip(1).Aggregate(1, (product, extent) => product * extent.Maximum);
        TensorValue sum = program.Sum(squares, Enumerable.Range(1, value.Shape.Rank - 1).ToArray());
        TensorValue rows = program.Reshape(program.Times(1.0 / elements, sum), Shape.Of(value.Shape[0], 1));
        context.Network.Loss(context, value, rows, target, classes: 0);
    }
}
