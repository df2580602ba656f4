using NetCompiler.Core.Building;
using NetCompiler.Core.Layers;
using NetCompiler.Core.Tensors;
using NetCompiler.Core.Tensors.Scalars;

namespace NetCompiler.Core.Losses;

/// <summary>The mean of (log v + (y - t)^2 / v) / 2, the variance v being a value of the network; torch.nn.GaussianNLLLoss.</summary>
internal sealed class GaussianNLLLoss : ILoss
{
    public string Kind => "GaussianNLL";

    public LayerRole Role => LayerRole.Network;

    // log(2 pi) / 2.
    private const double Constant = 0.91893853320467274;

    public void Lower(LayerContext context)
    {
        TensorValue value = LossOperands.Judged(context);
        string name = context.Arguments.Name("variance") ?? throw context.Fail(ErrorCodes.InvalidArgument, "it needs the name of the value that holds the variances: [GaussianNLL(\"variance\")].");
        TensorValue variance = context.Named(name);
        context.CommonTime(value, variance);
        if (variance.Shape != value.Shape && (value.Shape.Rank < 2 || variance.Shape != value.Shape.With(value.Shape.Rank - 1, 1)))
        {
            throw context.Fail(
                ErrorCodes.ShapeMismatch,
                $"it judges {value.Label} of shape [{context.Describe(value.Shape)}], and '{name}' ({variance.Label}), its variance, has shape [{context.Describe(variance.Shape)}]. Give it the same shape, or one number in the last axis for all of its elements.");
        }

        (int target, TensorValue truth) = LossOperands.RealTarget(context, value);
        double epsilon = context.Arguments.Real("Epsilon", 1e-30, 1e6, otherwise: 1e-6);
        ProgramBuilder program = context.Program;

        // Below epsilon the value is epsilon, and the derivative goes through as if it were not: PyTorch clamps behind the back of its autograd. v - v is 0.
        TensorValue clamped = program.StopGradient(program.Map(ScalarExpression.Of(BinaryKind.Max, ScalarExpression.Operand(0), epsilon), variance));
        TensorValue least = program.Map(
            ScalarExpression.Operand(0) + (ScalarExpression.Operand(1) - ScalarExpression.Operand(2)), clamped, variance, program.StopGradient(variance));
        ScalarExpression v = ScalarExpression.Operand(2);
        ScalarExpression residual = ScalarExpression.Operand(0) - ScalarExpression.Operand(1);
        ScalarExpression loss = 0.5 * (ScalarExpression.Of(UnaryKind.Log, v) + (residual * residual / v));
        new LossTerms(value, program.Map(context.Arguments.Flag("Full", otherwise: false) ? loss + Constant : loss, value, truth, least), target).AddTo(context);
    }
}
