using NetCompiler.Core.Building;
using NetCompiler.Core.Tensors;
using NetCompiler.Core.Tensors.Operations;

namespace NetCompiler.Core.Layers;

/// <summary>In training each element is 0 with probability p, else divided by 1 - p; nothing in inference; torch.nn.Dropout.</summary>
internal sealed class DropoutLayer : ILayer
{
    public string Kind => "Dropout";

    public LayerRole Role => LayerRole.Layer;

    public void Lower(LayerContext context)
    {
        double p = context.Arguments.Real("p", 0, 1, otherwise: 0.5);
        TensorValue value = context.Current;

        // Numbered in inference too, so that the keys do not depend on the mode.
        int key = context.Network.NextRandomMask();
        if (context.Network.Mode == NetworkMode.Inference || p == 0)
        {
            context.Set(value);
            return;
        }

        if (!value.Shape.HasRows)
        {
            throw context.Fail(ErrorCodes.ShapeMismatch, $"its operand {value.Label} has shape {value.Shape} and depends on no input; masks are drawn for each sample.");
        }

        context.Set(p == 1
            ? context.Program.Times(value, context.Program.Constant(0, Shape.Scalar))
            : context.Program.Times(value, context.Program.Add(new RandomMaskOperation(1 - p, key, value.Shape))));
    }
}
