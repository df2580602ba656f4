using System;
using System.Collections.Generic;
using System.Linq;
using NetCompiler.Core.Common;

namespace NetCompiler.Core.Tensors;

/// <summary>
/// The extents of a value, outermost first. Dimension 0 of every per-sample value is the rows; a scalar has none. Broadcasting is
/// NumPy's: shapes are aligned at their last dimension, and an extent of 1 repeats.
/// </summary>
internal sealed record Shape(EquatableArray<Extent> Extents)
{
    public static Shape Scalar { get; } = new(EquatableArray<Extent>.Empty);

    public int Rank => Extents.Count;

    /// <summary>Whether dimension 0 is the samples of the call.</summary>
    public bool HasRows => Rank > 0 && Extents[0].Kind == ExtentKind.Rows;

    /// <summary>The last extent, 1 for a scalar.</summary>
    public int Last => Rank == 0 ? 1 : Extents[Rank - 1].Maximum;

    /// <summary>The extents behind rows and channels: those that windows slide over.</summary>
    public EquatableArray<int> Spatial => Extents.Skip(2).Select(extent => extent.Maximum).ToEquatableArray();

    /// <summary>Elements at the compiled maxima.</summary>
    public long Length => Extents.Aggregate(1L, (product, extent) => product * extent.Maximum);

    public Extent this[int axis] => Extents[axis];

    public static Shape Of(params Extent[] extents) => new(EquatableArray.Of(extents));

    public static Shape Of(IEnumerable<Extent> extents) => new(extents.ToEquatableArray());

    /// <summary>The shape that all of these broadcast to, or null where two extents differ and neither is 1.</summary>
    public static Shape? Broadcast(IEnumerable<Shape> shapes)
    {
        Shape[] all = shapes.ToArray();
        var result = new Extent[all.Length == 0 ? 0 : all.Max(shape => shape.Rank)];
        for (int back = 1; back <= result.Length; back++)
        {
            Extent extent = 1;
            foreach (Shape shape in all)
            {
                if (back > shape.Rank || shape[shape.Rank - back].IsOne)
                {
                    continue;
                }

                Extent other = shape[shape.Rank - back];
                if (!extent.IsOne && extent != other)
                {
                    return null;
                }

                extent = other;
            }

            result[result.Length - back] = extent;
        }

        return Of(result);
    }

    /// <summary>The extent that meets dimension <paramref name="axis"/> of a shape of rank <paramref name="rank"/> in a broadcast.</summary>
    public Extent Aligned(int axis, int rank)
    {
        int own = axis - (rank - Rank);
        return own < 0 ? 1 : Extents[own];
    }

    /// <summary>The shape with one extent replaced.</summary>
    public Shape With(int axis, Extent extent) => Of(Extents.Select((old, i) => i == axis ? extent : old));

    public override string ToString() => "[" + string.Join(",", Extents) + "]";
}
