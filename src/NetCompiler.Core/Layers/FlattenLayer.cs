using System.Linq;
using NetCompiler.Core.Building;
using NetCompiler.Core.Tensors;

namespace NetCompiler.Core.Layers;

/// <summary>Each sample as one vector, row-major; torch.nn.Flatten.</summary>
internal sealed class FlattenLayer : ILayer
{
    public string Kind => "Flatten";

    public LayerRole Role => LayerRole.Layer;

    public void Lower(LayerContext context)
    {
        Shape shape = context.Current.Shape;
        if (!shape.HasRows)
        {
            throw context.Fail(ErrorCodes.ShapeMismatch, $"its operand {context.Current.Label} has shape {shape} and depends on no input; only values of samples are flattened.");
        }

        // What does not count of a sequence is 0 then: lengths end here.
        context.Set(context.Program.Reshape(context.Masked(context.Current), Shape.Of(shape[0], shape.Extents.Skip(1).Aggregate(1, (product, extent) => checked(product * extent.Maximum)))));
    }
}
