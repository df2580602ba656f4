using System.Linq;
using NetCompiler.Core.Building;
using NetCompiler.Core.Tensors;
using NetCompiler.Core.Tensors.Scalars;

namespace NetCompiler.Core.Layers;

/// <summary>
/// What the batch normalisations share. Training: y = (x - mean) · w / sqrt(variance + epsilon) + b with statistics over rows and positions, and running
/// averages of them as state; inference: the same with the averages.
/// </summary>
internal static class BatchNormalization
{
    public static void Lower(LayerContext context, int fewestAxes, int mostAxes)
    {
        TensorValue x = context.Current;
        int axes = x.Shape.Rank - 2;
        if (!x.Shape.HasRows || axes < fewestAxes || axes > mostAxes)
        {
            string wanted = mostAxes == 2 ? "[channels, height, width]" : "[channels] or [channels, length]";
            throw context.Fail(ErrorCodes.ShapeMismatch, $"its operand {x.Label} has shape [{context.Describe(x.Shape)}], and it works on {wanted}.");
        }

        context.RequireNoSequence(x, "Use [LayerNorm], which normalises each step by itself.");
        double epsilon = context.Arguments.Real("Epsilon", 0, double.MaxValue, otherwise: 1e-5);
        double momentum = context.Arguments.Real("Momentum", 0, 1, otherwise: 0.1);
        int channels = x.Shape[1].Maximum;
        int positions = x.Shape.Spatial.Aggregate(1, (product, extent) => product * extent);
        Shape vector = Shape.Of(channels);
        Shape aligned = Shape.Of(Enumerable.Range(0, x.Shape.Rank).Select(axis => axis == 1 ? x.Shape[axis] : 1));
        TensorValue Aligned(TensorValue value) => context.Program.Reshape(value, aligned);

        TensorValue? weight = null;
        TensorValue? bias = null;
        if (context.Arguments.Flag("Affine", otherwise: true))
        {
            weight = context.Parameter("weight", vector, isMatrix: false, Constant(1), Penalty.None);
            bias = context.Parameter("bias", vector, isMatrix: false, Constant(0), Penalty.None);
        }

        TensorValue runningMean = context.State("running_mean", vector, ElementKind.Real, Constant(0));
        TensorValue runningVariance = context.State("running_var", vector, ElementKind.Real, Constant(1));
        TensorValue count = context.State("num_batches_tracked", Shape.Scalar, ElementKind.Count, Constant(0));
        if (positions == 1)
        {
            context.Network.RequireTrainingRows(2);
        }

        ScalarExpression a = ScalarExpression.Operand(0);
        ScalarExpression b = ScalarExpression.Operand(1);
        ScalarExpression c = ScalarExpression.Operand(2);
        TensorValue mean;
        TensorValue variance;
        if (context.Network.Mode != NetworkMode.Training)
        {
            mean = Aligned(runningMean);
            variance = Aligned(runningVariance);
        }
        else
        {
            // All samples of a step are in one call, which the runtime sees to: scale is 1 / rows.
            int[] reduced = Enumerable.Range(0, x.Shape.Rank).Where(axis => axis != 1).ToArray();
            TensorValue scale = context.Program.Scale();
            mean = context.Program.Map(a * b * (1.0 / positions), context.Program.Sum(x, reduced), scale);
            TensorValue square = context.Program.Map((a - b) * (a - b), x, context.Program.Stationary(mean));
            variance = context.Program.Map(a * b * (1.0 / positions), context.Program.Sum(square, reduced), scale);
            TensorValue newMean = context.Program.Map(((1 - momentum) * a) + (momentum * b), Aligned(runningMean), mean);

            // n / (n - 1) with n = positions / scale.
            TensorValue newVariance = context.Program.Map(((1 - momentum) * a) + (momentum * b / (1 - (c * (1.0 / positions)))), Aligned(runningVariance), variance, scale);
            context.Network.UpdateState(runningMean, context.Program.Reshape(newMean, vector));
            context.Network.UpdateState(runningVariance, context.Program.Reshape(newVariance, vector));
            context.Network.UpdateState(count, context.Program.Count(count));
        }

        ScalarExpression root = ScalarExpression.Of(UnaryKind.Reciprocal, ScalarExpression.Of(UnaryKind.Sqrt, a + epsilon));
        TensorValue factor = weight is null ? context.Program.Map(root, variance) : context.Program.Map(root * b, variance, Aligned(weight));
        context.Set(bias is null
            ? context.Program.Map((a - b) * c, x, mean, factor)
            : context.Program.Map(((a - b) * c) + ScalarExpression.Operand(3), x, mean, factor, Aligned(bias)));
    }

    private static ParameterInitialization Constant(double value) => new(InitializationKind.Constant, value, 0);
}
