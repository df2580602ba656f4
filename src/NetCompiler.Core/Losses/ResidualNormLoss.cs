using NetCompiler.Core.Building;
using NetCompiler.Core.Layers;
using NetCompiler.Core.Tensors;
using NetCompiler.Core.Tensors.Scalars;

namespace NetCompiler.Core.Losses;

/// <summary>The p-norm of the elements of a sample's residual, mean over samples.</summary>
internal sealed class ResidualNormLoss : ILoss
{
    public string Kind => "ResidualNorm";

    public LayerRole Role => LayerRole.Network;

    public void Lower(LayerContext context)
    {
        TensorValue value = LossOperands.Judged(context);
        (int target, TensorValue truth) = LossOperands.RealTarget(context, value);
        double p = context.Arguments.Real("p", 1, double.PositiveInfinity, otherwise: 2);
        ProgramBuilder program = context.Program;
        TensorValue residual = program.Map(ScalarExpression.Operand(0) - ScalarExpression.Operand(1), value, truth);
        TensorValue counted = context.Time(value)?.Where(program, residual, 0) ?? residual;
        Extent rows = value.Shape[0];
        TensorValue flat = program.Reshape(counted, Shape.Of(rows, (int)(value.Shape.Length / rows.Maximum)));
        new LossTerms(value, Norms.Along(program, flat, p), target) { IsOfSamples = true }.AddTo(context);
    }
}
