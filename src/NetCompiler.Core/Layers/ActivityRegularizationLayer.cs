using System.Linq;
using NetCompiler.Core.Building;
using NetCompiler.Core.Tensors;
using NetCompiler.Core.Tensors.Scalars;

namespace NetCompiler.Core.Layers;

/// <summary>L1 Σ |x| + L2 Σ x², as a mean over samples, in the objective; keras.layers.ActivityRegularization.</summary>
internal sealed class ActivityRegularizationLayer : ILayer
{
    public string Kind => "ActivityRegularization";

    // torch.nn has no such module: indices of layers behind it stay what they are without it.
    public LayerRole Role => LayerRole.Reference;

    public void Lower(LayerContext context)
    {
        double absolute = context.Arguments.Real("L1", 0, double.MaxValue, otherwise: 0);
        double square = context.Arguments.Real("L2", 0, double.MaxValue, otherwise: 0);
        TensorValue value = context.Current;
        if (absolute == 0 && square == 0)
        {
            throw context.Fail(ErrorCodes.InvalidArgument, "L1 and L2 are both 0, so that it regularises nothing. Give one of them: [ActivityRegularization(L1 = 0.01)].");
        }

        if (!value.Shape.HasRows)
        {
            throw context.Fail(ErrorCodes.ShapeMismatch, $"its operand {value.Label} has shape {value.Shape} and depends on no input; what it costs is a mean over samples. Parameters have L1 and L2 of their own.");
        }

        ScalarExpression x = ScalarExpression.Operand(0);
        ScalarExpression cost = (absolute * ScalarExpression.Of(UnaryKind.Abs, x)) + (square * (x * x));
        int[] axes = [.. Enumerable.Range(1, value.Shape.Rank - 1)];
        context.Network.ActivityPenalty(context, context.Program.Sum(context.Program.Map(cost, context.Masked(value)), axes));
        context.SetPerStep(value);
    }
}
