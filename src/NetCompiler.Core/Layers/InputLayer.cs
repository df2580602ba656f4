using System.Linq;
using NetCompiler.Core.Building;
using NetCompiler.Core.Tensors;

namespace NetCompiler.Core.Layers;

/// <summary>A tensor that the caller gives: the shape of one sample.</summary>
internal sealed class InputLayer : ILayer
{
    public const string LayerKind = "Input";

    public string Kind => LayerKind;

    public LayerRole Role => LayerRole.Network;

    public void Lower(LayerContext context)
    {
        int[] extents = [.. context.Arguments.Integers("shape", 1)];
        if (extents.Length == 0)
        {
            throw context.Fail(ErrorCodes.InvalidArgument, "its shape is missing. Write the extents of one sample: [Input(784)], or [Input(1)] for a number.");
        }

        if (extents.Aggregate(1L, (product, extent) => product > int.MaxValue ? product : product * extent) * context.Network.Batch > 1L << 28)
        {
            throw context.Fail(ErrorCodes.TooLarge, $"a batch of {context.Network.Batch} samples of shape [{string.Join(", ", extents)}] has more than {1L << 28:N0} elements. Make [Network(Batch = ...)] smaller.");
        }

        if (context.Arguments.Text("Element") is { } element && element != "Float32")
        {
            throw context.Fail(ErrorCodes.NotSupported, $"inputs of {element} are not supported yet. Leave Element out and give floats.");
        }

        context.Network.AddInput(context, context.Name, Shape.Of(extents.Select(extent => (Extent)extent).Prepend(context.Rows)));
    }
}
