using NetCompiler.Core.Building;
using NetCompiler.Core.Tensors;
using NetCompiler.Core.Tensors.Operations;
using NetCompiler.Core.Tensors.Scalars;

namespace NetCompiler.Core.Layers;

/// <summary>The first half of an axis times the sigmoid of the second; torch.nn.GLU.</summary>
internal sealed class GLULayer : ILayer
{
    public string Kind => "GLU";

    public LayerRole Role => LayerRole.Layer;

    public void Lower(LayerContext context)
    {
        TensorValue value = context.Current;
        int axis = SampleAxis.Of(context, value, "Axis", -1, "Leave Axis out to halve the features.");
        int extent = value.Shape[axis].Maximum;
        if (extent % 2 != 0)
        {
            throw context.Fail(
                ErrorCodes.ShapeMismatch,
                $"its operand {value.Label} of shape [{context.Describe(value.Shape)}] has an extent of {extent} along axis {axis - SampleAxis.First(value.Shape)}, which has no two halves. Make it even.");
        }

        TensorValue Half(int start) => context.Program.Add(new SliceOperation(axis, start, extent / 2), value);
        context.SetPerStep(context.Program.Map(ScalarExpression.Operand(0) * ScalarExpression.Of(UnaryKind.Sigmoid, ScalarExpression.Operand(1)), Half(0), Half(extent / 2)));
    }
}
