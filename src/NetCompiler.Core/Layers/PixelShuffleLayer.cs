using NetCompiler.Core.Building;
using NetCompiler.Core.Tensors;

namespace NetCompiler.Core.Layers;

/// <summary>Channels become pixels: [C r², H, W] becomes [C, H r, W r]; torch.nn.PixelShuffle.</summary>
internal sealed class PixelShuffleLayer : ILayer
{
    public string Kind => "PixelShuffle";

    public LayerRole Role => LayerRole.Layer;

    public void Lower(LayerContext context)
    {
        TensorValue value = SlidingArguments.Operand(context, axes: 2);
        int r = context.Arguments.Integer("upscaleFactor", 1, 1 << 10);
        Shape shape = value.Shape;
        if (shape[1].Maximum % (r * r) != 0)
        {
            DeclarationException exception = context.Fail(
                ErrorCodes.ShapeMismatch,
                $"its factor {r} makes blocks of {r * r} channels, which do not divide the {shape[1]} channels of its operand {value.Label} of shape [{context.Describe(shape)}]. Give the layer before it a multiple of {r * r} outputs.");
            throw context.Network.OutputsOf(value, axis: 1) is { } line ? exception.WithNumbers(line, "outputs", Nearest.Multiples(r * r, shape[1].Maximum)) : exception;
        }

        int channels = shape[1].Maximum / (r * r);
        TensorValue apart = context.Program.Reshape(value, Shape.Of(shape[0], channels, r, r, shape[2], shape[3]));
        TensorValue together = context.Program.Transpose(apart, 0, 1, 4, 2, 5, 3);
        context.Set(context.Program.Reshape(together, Shape.Of(shape[0], channels, shape[2].Maximum * r, shape[3].Maximum * r)));
    }
}
