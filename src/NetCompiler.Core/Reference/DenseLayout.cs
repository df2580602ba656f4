using System.Linq;
using NetCompiler.Core.Tensors;
using NetCompiler.Core.Tensors.Operations;

namespace NetCompiler.Core.Reference;

/// <summary>The dense row-major layout of a shape at the rows of a call.</summary>
internal sealed class DenseLayout
{
    private DenseLayout(int[] extents)
    {
        Extents = extents;
        Strides = new int[extents.Length];
        Length = 1;
        for (int axis = extents.Length - 1; axis >= 0; axis--)
        {
            Strides[axis] = Length;
            Length *= extents[axis];
        }
    }

    public int[] Extents { get; }

    public int[] Strides { get; }

    public int Length { get; }

    public int Rank => Extents.Length;

    public static DenseLayout Of(params int[] extents) => new(extents);

    public static DenseLayout Of(Shape shape, int rows) => new(shape.Extents.Select(extent => extent.Kind switch
    {
        ExtentKind.Constant => extent.Maximum,
        ExtentKind.Rows => rows,
        _ => throw new ProgramException($"The interpreter has no lengths for the {extent.Kind} of {shape}."),
    }).ToArray());

    /// <summary>The index along each axis of the element at a position.</summary>
    public int[] Indices(int position)
    {
        var indices = new int[Rank];
        for (int axis = 0; axis < Rank; axis++)
        {
            indices[axis] = position / Strides[axis] % Extents[axis];
        }

        return indices;
    }

    /// <summary>The position of the element at the given indices, which may be more than the axes: leading ones are those of a
    /// broadcast, as are all along an extent of 1.</summary>
    public int Position(int[] indices)
    {
        int position = 0;
        for (int axis = 0; axis < Rank; axis++)
        {
            position += Extents[axis] == 1 ? 0 : indices[indices.Length - Rank + axis] * Strides[axis];
        }

        return position;
    }
}
