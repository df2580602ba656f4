using System;
using System.Linq;
using NetCompiler.Core.Building;
using NetCompiler.Core.Common;
using NetCompiler.Core.Tensors;
using NetCompiler.Core.Tensors.Operations;

namespace NetCompiler.Core.Layers;

/// <summary>A part of signals or images: from the middle, or from given offsets on.</summary>
internal sealed class CropLayer : ILayer
{
    public string Kind => "Crop";

    public LayerRole Role => LayerRole.Layer;

    public void Lower(LayerContext context)
    {
        TensorValue value = Pooling.Operand(context);
        int axes = value.Shape.Rank - 2;
        EquatableArray<int> size = SlidingArguments.Extents(context, "size", axes);
        EquatableArray<int> extents = value.Shape.Spatial;
        EquatableArray<int> offset = SlidingArguments.PerAxis(context, "Offset", axes, 0)
            ?? extents.Select((extent, axis) => Math.Max(0, (extent - size[axis]) / 2)).ToEquatableArray();
        if (extents.Where((extent, axis) => (long)offset[axis] + size[axis] > extent).Any())
        {
            throw context.Fail(
                ErrorCodes.ShapeMismatch,
                $"its size {size} from {offset} on does not lie within its operand {value.Label} of shape [{context.Describe(value.Shape)}]. Make the size or Offset smaller.");
        }

        for (int axis = 0; axis < axes; axis++)
        {
            if (size[axis] < extents[axis])
            {
                value = context.Program.Add(new SliceOperation(axis + 2, offset[axis], size[axis]), value);
            }
        }

        context.Set(value);
    }
}
