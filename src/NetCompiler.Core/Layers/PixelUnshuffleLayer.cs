using NetCompiler.Core.Building;
using NetCompiler.Core.Tensors;

namespace NetCompiler.Core.Layers;

/// <summary>Pixels become channels: [C, H r, W r] becomes [C r², H, W]; torch.nn.PixelUnshuffle.</summary>
internal sealed class PixelUnshuffleLayer : ILayer
{
    public string Kind => "PixelUnshuffle";

    public LayerRole Role => LayerRole.Layer;

    public void Lower(LayerContext context)
    {
        TensorValue value = SlidingArguments.Operand(context, axes: 2);
        int r = context.Arguments.Integer("downscaleFactor", 1, 1 << 10);
        Shape shape = value.Shape;
        if (shape[2].Maximum % r != 0 || shape[3].Maximum % r != 0)
        {
            throw context.Fail(
                ErrorCodes.ShapeMismatch,
                $"its factor {r} does not divide [{shape[2]}, {shape[3]}], the height and width of its operand {value.Label} of shape [{context.Describe(shape)}]. Pad or crop to a multiple of {r}.");
        }

        TensorValue apart = context.Program.Reshape(value, Shape.Of(shape[0], shape[1], shape[2].Maximum / r, r, shape[3].Maximum / r, r));
        TensorValue together = context.Program.Transpose(apart, 0, 1, 3, 5, 2, 4);
        context.Set(context.Program.Reshape(together, Shape.Of(shape[0], shape[1].Maximum * r * r, shape[2].Maximum / r, shape[3].Maximum / r)));
    }
}
