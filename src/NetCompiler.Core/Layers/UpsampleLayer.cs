using System;
using System.Collections.Generic;
using System.Linq;
using NetCompiler.Core.Building;
using NetCompiler.Core.Common;
using NetCompiler.Core.Tensors;
using NetCompiler.Core.Tensors.Operations;

namespace NetCompiler.Core.Layers;

/// <summary>Copies or interpolates elements along every spatial axis, one after the other; torch.nn.Upsample.</summary>
internal sealed class UpsampleLayer : ILayer
{
    public string Kind => "Upsample";

    public LayerRole Role => LayerRole.Layer;

    public void Lower(LayerContext context)
    {
        TensorValue value = Pooling.Operand(context);
        int axes = value.Shape.Rank - 2;
        string mode = context.Arguments.Text("Mode") ?? "Nearest";
        string linear = axes == 1 ? "Linear" : "Bilinear";
        if (mode != "Nearest" && mode != linear)
        {
            throw context.Fail(
                ErrorCodes.InvalidArgument,
                $"its Mode is {mode} and its operand {value.Label} has shape [{context.Describe(value.Shape)}]; Linear is for signals [channels, length], Bilinear for images [channels, height, width]. Write Mode = InterpolationMode.{linear}.");
        }

        bool alignsCorners = context.Arguments.Flag("AlignCorners", otherwise: false);
        if (alignsCorners && mode == "Nearest")
        {
            throw context.Fail(ErrorCodes.InvalidArgument, $"AlignCorners is set and its Mode is Nearest, which has no corners to align. Write Mode = InterpolationMode.{linear}, or leave AlignCorners out.");
        }

        EquatableArray<int> extents = value.Shape.Spatial;
        (IReadOnlyList<long> sizes, IReadOnlyList<double>? factors) = Sizes(context, value, extents);
        SlidingArguments.RequireSize(context, "result", sizes.Prepend(value.Shape[1].Maximum), context.Network.Batch);
        for (int axis = 0; axis < axes; axis++)
        {
            int extent = extents[axis];
            int size = (int)sizes[axis];
            if (size != extent)
            {
                SparseMatrix matrix = mode == "Nearest" ? Nearest(extent, size, factors?[axis]) : Linear(extent, size, factors?[axis], alignsCorners);
                value = Bordering.Resampled(context, value, axis + 2, matrix);
            }
        }

        context.Set(value);
    }

    private static (IReadOnlyList<long> Sizes, IReadOnlyList<double>? Factors) Sizes(LayerContext context, TensorValue value, EquatableArray<int> extents)
    {
        EquatableArray<int>? size = SlidingArguments.PerAxis(context, "Size", extents.Count, 1);
        if (context.Arguments.Has("scaleFactor") == size.HasValue)
        {
            throw context.Fail(ErrorCodes.InvalidArgument, (size.HasValue ? "a factor and Size are both given" : "neither a factor nor Size is given") + ". Write [Upsample(2)], or [Upsample(Size = 32)].");
        }

        if (size is { } given)
        {
            return (given.Select(extent => (long)extent).ToArray(), null);
        }

        IReadOnlyList<double> factors = context.Arguments.RealsPerAxis("scaleFactor", extents.Count, 1e-6, 1e6);
        long[] sizes = extents.Select((extent, axis) => (long)Math.Floor(extent * factors[axis])).ToArray();
        return sizes.All(extent => extent >= 1) ? (sizes, factors)
            : throw context.Fail(
                ErrorCodes.ShapeMismatch,
                $"its operand {value.Label} has shape [{context.Describe(value.Shape)}], and the result would have shape [{string.Join(", ", sizes.Prepend(value.Shape[1].Maximum))}]. Make its factor larger.");
    }

    // In float, as PyTorch computes these whatever the tensors are: elements at a border between two copies depend on it.
    private static SparseMatrix Nearest(int extent, int size, double? factor)
    {
        float step = factor is { } given ? (float)(1 / given) : (float)extent / size;
        return SparseMatrix.Choosing(extent, Enumerable.Range(0, size).Select(index => size == 2L * extent ? index / 2 : Math.Min((int)Math.Floor((float)(index * step)), extent - 1)));
    }

    private static SparseMatrix Linear(int extent, int size, double? factor, bool alignsCorners)
    {
        double step = alignsCorners ? (size > 1 ? (double)(extent - 1) / (size - 1) : 0) : factor is { } given ? 1 / given : (double)extent / size;
        return SparseMatrix.Of(extent, Enumerable.Range(0, size).Select(index =>
        {
            double place = alignsCorners ? step * index : Math.Max(0, (step * (index + 0.5)) - 0.5);
            int below = Math.Min((int)Math.Floor(place), extent - 1);
            double share = Math.Min(place - below, 1);
            return new[] { new MatrixEntry(below, 1 - share), new MatrixEntry(Math.Min(below + 1, extent - 1), share) };
        }));
    }
}
