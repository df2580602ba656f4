using System;
using System.Linq;
using NetCompiler.Core.Common;
using NetCompiler.Core.Tensors;
using NetCompiler.Core.Tensors.Operations;

namespace NetCompiler.Core.Reference;

/// <summary>Evaluates convolutions and pools as their formulas are written: one loop over every position and every element of the window.</summary>
internal static class SlidingWindows
{
    /// <summary>Runs over all products of the trilinear form, and adds each to the element of the open place that it belongs to.</summary>
    public static double[] Convolve(ConvolveOperation convolve, DenseLayout layout, double[][] operands, DenseLayout[] layouts)
    {
        var result = new double[layout.Length];
        ConvolveForm[] places = [.. ConvolveOperation.OperandsOf(convolve.Form)];
        (double[] Elements, DenseLayout Layout) At(ConvolveForm place) =>
            place == convolve.Form ? (result, layout) : (operands[Array.IndexOf(places, place)], layouts[Array.IndexOf(places, place)]);
        (double[] x, DenseLayout xLayout) = At(ConvolveForm.Input);
        (double[] w, DenseLayout wLayout) = At(ConvolveForm.Weight);
        (double[] y, DenseLayout yLayout) = At(ConvolveForm.Output);
        int channelsOfGroup = wLayout.Extents[1];
        int outputsOfGroup = wLayout.Extents[0] / convolve.Groups;
        for (int yPosition = 0; yPosition < yLayout.Length; yPosition++)
        {
            int[] yIndices = yLayout.Indices(yPosition);
            for (int wPosition = 0; wPosition < wLayout.Length; wPosition++)
            {
                int[] wIndices = wLayout.Indices(wPosition);
                int channel = (yIndices[1] / outputsOfGroup * channelsOfGroup) + wIndices[1];
                if (wIndices[0] != yIndices[1] || Find(convolve.Sliding, xLayout, yIndices, channel, wIndices.Skip(2).ToArray()) is not { } xPosition)
                {
                    continue;
                }

                switch (convolve.Form)
                {
                    case ConvolveForm.Output:
                        result[yPosition] += x[xPosition] * w[wPosition];
                        break;
                    case ConvolveForm.Input:
                        result[xPosition] += y[yPosition] * w[wPosition];
                        break;
                    case ConvolveForm.Weight:
                        result[wPosition] += x[xPosition] * y[yPosition];
                        break;
                    default:
                        throw new ProgramException($"{convolve.Form} has no evaluation.");
                }
            }
        }

        return result;
    }

    /// <summary>Evaluates the operations of pools.</summary>
    public static double[] Pool(PoolOperation pool, DenseLayout layout, double[][] operands, DenseLayout[] layouts)
    {
        if (!pool.IsChannelsLast)
        {
            return PoolFront(pool, layout, operands, layouts);
        }

        int[] toFront = PoolOperation.ToFront(layout.Rank);
        double[] result = PoolFront(
            pool,
            Permuted(layout, toFront),
            operands.Select((elements, i) => Permute(elements, layouts[i], toFront)).ToArray(),
            layouts.Select(operand => Permuted(operand, toFront)).ToArray());
        return Permute(result, Permuted(layout, toFront), PoolOperation.ToLast(layout.Rank));
    }

    /// <summary>Evaluates what a kernel meets at each position.</summary>
    public static double[] Windows(WindowsOperation windows, DenseLayout layout, double[] operand, DenseLayout x)
    {
        DenseLayout element = DenseLayout.Of([.. windows.Window, x.Extents[x.Rank - 1]]);
        var result = new double[layout.Length];
        for (int position = 0; position < result.Length; position++)
        {
            int[] indices = layout.Indices(position);
            int[] inWindow = element.Indices(indices[indices.Length - 1]);
            int?[] met = Enumerable.Range(0, windows.Axes).Select(axis => windows.Index(axis, indices[axis + 1], inWindow[axis], x.Extents[axis + 1])).ToArray();
            result[position] = met.Any(index => index is null) ? 0 : operand[x.Position([indices[0], .. met.Select(index => index!.Value), inWindow[inWindow.Length - 1]])];
        }

        return result;
    }

    /// <summary>Evaluates a convolution of each channel by itself: the general one, with channels in front and as many groups.</summary>
    public static double[] Depthwise(DepthwiseOperation depthwise, DenseLayout layout, double[][] operands, DenseLayout[] layouts)
    {
        DenseLayout image = depthwise.Form == ConvolveForm.Output ? layout : layouts[0];
        int[] toFront = PoolOperation.ToFront(image.Rank);
        int channels = image.Extents[image.Rank - 1];
        DenseLayout Front(DenseLayout whole) => whole.Rank == 2 ? DenseLayout.Of([channels, 1, .. depthwise.Window]) : Permuted(whole, toFront);
        double[] result = Convolve(
            new ConvolveOperation(depthwise.Form, depthwise.Sliding, channels, depthwise.Form == ConvolveForm.Weight ? depthwise.Window : depthwise.Extents),
            Front(layout),
            operands.Select((elements, i) => layouts[i].Rank == 2 ? elements : Permute(elements, layouts[i], toFront)).ToArray(),
            layouts.Select(Front).ToArray());
        return layout.Rank == 2 ? result : Permute(result, Front(layout), PoolOperation.ToLast(layout.Rank));
    }

    /// <summary>Evaluates a weight gradient from the maxima of a pool.</summary>
    public static double[] RoutedWeight(RoutedWeightOperation routed, DenseLayout layout, double[][] operands, DenseLayout[] layouts)
    {
        var result = new double[layout.Length];
        DenseLayout window = DenseLayout.Of([.. routed.Window]);
        for (int position = 0; position < layouts[1].Length; position++)
        {
            int[] indices = layouts[1].Indices(position);
            int[] inWindow = window.Indices((int)operands[2][position]);
            int[] met = [indices[0], .. inWindow.Select((element, axis) => routed.Sliding.Index(axis, indices[axis + 1], element))];
            int output = indices[indices.Length - 1];
            for (int element = 0; element < layout.Extents[1]; element++)
            {
                result[layout.Position([output, element])] += operands[1][position] * operands[0][layouts[0].Position([.. met, element])];
            }
        }

        return result;
    }

    /// <summary>Evaluates an input gradient from the maxima of a pool.</summary>
    public static double[] RoutedInput(RoutedInputOperation routed, DenseLayout layout, double[][] operands, DenseLayout[] layouts)
    {
        var result = new double[layout.Length];
        DenseLayout window = DenseLayout.Of([.. routed.Window]);
        DenseLayout element = DenseLayout.Of([.. routed.Kernel, layout.Extents[layout.Rank - 1]]);
        for (int position = 0; position < layouts[0].Length; position++)
        {
            int[] indices = layouts[0].Indices(position);
            int[] inWindow = window.Indices((int)operands[1][position]);
            int[] from = inWindow.Select((offset, axis) => routed.Pooling.Index(axis, indices[axis + 1], offset)).ToArray();
            for (int column = 0; column < element.Length; column++)
            {
                int[] inKernel = element.Indices(column);
                int[] met = from.Select((index, axis) => routed.Sliding.Index(axis, index, inKernel[axis])).ToArray();
                if (met.Select((index, axis) => index >= 0 && index < layout.Extents[axis + 1]).All(isInside => isInside))
                {
                    result[layout.Position([indices[0], .. met, inKernel[inKernel.Length - 1]])] += operands[0][position] * operands[2][layouts[2].Position([indices[indices.Length - 1], column / layouts[2].Extents[2], column % layouts[2].Extents[2]])];
                }
            }
        }

        return result;
    }

    private static DenseLayout Permuted(DenseLayout layout, int[] permutation) => DenseLayout.Of(permutation.Select(axis => layout.Extents[axis]).ToArray());

    private static double[] Permute(double[] elements, DenseLayout layout, int[] permutation)
    {
        DenseLayout target = Permuted(layout, permutation);
        var result = new double[elements.Length];
        for (int position = 0; position < elements.Length; position++)
        {
            int[] indices = layout.Indices(position);
            result[target.Position(permutation.Select(axis => indices[axis]).ToArray())] = elements[position];
        }

        return result;
    }

    private static double[] PoolFront(PoolOperation pool, DenseLayout layout, double[][] operands, DenseLayout[] layouts)
    {
        var result = new double[layout.Length];
        double[] operand = operands[0];
        bool isAdjoint = pool is PoolPutOperation or PoolSpreadOperation;
        DenseLayout pooled = isAdjoint ? layouts[0] : layout;
        DenseLayout whole = isAdjoint ? layout : layouts[0];
        DenseLayout window = DenseLayout.Of([.. pool.Window]);
        for (int position = 0; position < pooled.Length; position++)
        {
            int[] indices = pooled.Indices(position);
            int? MeetsAt(int element) => Find(pool.Sliding, whole, indices, indices[1], window.Indices(element));
            switch (pool)
            {
                case PoolArgMaxOperation:
                    result[position] = ArgMax(window.Length, element => MeetsAt(element) is { } met ? operand[met] : null);
                    break;
                case PoolTakeOperation:
                    result[position] = operand[MeetsAt((int)operands[1][position])!.Value];
                    break;
                case PoolPutOperation:
                    result[MeetsAt((int)operands[1][position])!.Value] += operand[position];
                    break;
                case PoolSumOperation:
                    result[position] = Enumerable.Range(0, window.Length).Sum(element => MeetsAt(element) is { } met ? operand[met] : 0);
                    break;
                case PoolSpreadOperation:
                    foreach (int met in Enumerable.Range(0, window.Length).Select(MeetsAt).OfType<int>())
                    {
                        result[met] += operand[position];
                    }

                    break;
                default:
                    throw new ProgramException($"{pool.Name} has no evaluation: add it to {nameof(SlidingWindows)}.");
            }
        }

        return result;
    }

    // The first element begins as the maximum, whatever it is; those that meet padding are none.
    private static int ArgMax(int elements, Func<int, double?> element)
    {
        int best = -1;
        double maximum = double.NegativeInfinity;
        for (int i = 0; i < elements; i++)
        {
            if (element(i) is { } candidate && (best < 0 || candidate > maximum || double.IsNaN(candidate)))
            {
                best = i;
                maximum = candidate;
            }
        }

        return best;
    }

    /// <summary>The position in x [rows, channels, extents…] that an element of the window meets, or null in the padding.</summary>
    private static int? Find(Sliding sliding, DenseLayout x, int[] pooled, int channel, int[] element)
    {
        int[] indices = [pooled[0], channel, .. element.Select((offset, axis) => sliding.Index(axis, pooled[axis + 2], offset))];
        return Enumerable.Range(0, x.Rank).All(axis => indices[axis] >= 0 && indices[axis] < x.Extents[axis]) ? x.Position(indices) : null;
    }
}
