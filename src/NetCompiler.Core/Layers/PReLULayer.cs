using System.Linq;
using NetCompiler.Core.Building;
using NetCompiler.Core.Tensors;
using NetCompiler.Core.Tensors.Scalars;

namespace NetCompiler.Core.Layers;

/// <summary>x where it is positive, else weight x, with one weight or one for each channel; torch.nn.PReLU: weight [parameters], all 0.25.</summary>
internal sealed class PReLULayer : ILayer
{
    public string Kind => "PReLU";

    public LayerRole Role => LayerRole.Layer;

    public void Lower(LayerContext context)
    {
        int slopes = context.Arguments.Integer("parameters", 1, 1 << 24, otherwise: 1);
        double begin = context.Arguments.Real("Init", -double.MaxValue, double.MaxValue, otherwise: 0.25);
        TensorValue value = context.Current;
        SlidingArguments.RequireRows(context, value);

        // Channels come first in a sample, and last behind steps.
        Shape shape = value.Shape;
        int axis = context.Time(value) is null ? 1 : shape.Rank - 1;
        if (slopes != 1 && slopes != shape[axis].Maximum)
        {
            throw context.Fail(
                ErrorCodes.ShapeMismatch,
                $"it has {slopes} slopes, and its operand {value.Label} of shape [{context.Describe(shape)}] has {shape[axis].Maximum} channels. Write [PReLU({shape[axis].Maximum})] for one slope a channel, or [PReLU] for one in all.");
        }

        TensorValue weight = context.Parameter("weight", Shape.Of(slopes), isMatrix: false, new ParameterInitialization(InitializationKind.Constant, begin, 0), Penalty.None);
        Shape aligned = Shape.Of(new Extent[] { slopes }.Concat(Enumerable.Repeat((Extent)1, shape.Rank - 1 - axis)));
        ScalarExpression x = ScalarExpression.Operand(0);
        context.SetPerStep(context.Program.Map(
            ScalarExpression.Select(ComparisonKind.Less, 0, x, x, ScalarExpression.Operand(1) * x), value, context.Program.Reshape(weight, aligned)));
    }
}
