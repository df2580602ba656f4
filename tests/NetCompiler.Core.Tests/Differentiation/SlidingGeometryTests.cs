using System;
using System.Collections.Generic;
using System.Linq;
using NetCompiler.Core.Common;
using NetCompiler.Core.Tensors;
using NetCompiler.Core.Tensors.Operations;
using Xunit;

namespace NetCompiler.Core.Tests.Differentiation;

/// <summary>Derivatives of convolutions and pools, of both orders, over every combination of stride, dilation, padding and groups.</summary>
public sealed class SlidingGeometryTests
{
    private static readonly (int Before, int After)[] s_paddings = [(0, 0), (1, 0), (1, 2)];

    /// <summary>Spatial axes, stride and dilation of a row; the others run inside of it.</summary>
    public static IEnumerable<TheoryDataRow<int, int, int>> Geometries =>
        from axes in new[] { 1, 2 }
        from stride in new[] { 1, 2, 3 }
        from dilation in new[] { 1, 2 }
        select new TheoryDataRow<int, int, int>(axes, stride, dilation);

    [Theory]
    [MemberData(nameof(Geometries))]
    public void Convolutions(int axes, int stride, int dilation)
    {
        int checkedForms = 0;
        foreach ((int groups, int channels, int outputs) in new[] { (1, 2, 3), (2, 4, 2), (3, 3, 6) })
        {
            foreach (Sliding sliding in Slidings(axes, stride, dilation))
            {
                // Kernels from one element to more than the input has without its padding.
                for (int kernel = 1; kernel <= 3; kernel++)
                {
                    int[] window = Window(axes, kernel);
                    int[] extents = Extents(axes, sliding, window);
                    if (extents.Length == 0)
                    {
                        continue;
                    }

                    var c = new DerivativeCase(checkedForms);
                    Shape x = Shaped(DerivativeCase.R, channels, extents);
                    Shape w = Shaped(outputs, channels / groups, window);
                    Shape y = Shaped(DerivativeCase.R, outputs, sliding.Positions(extents, window));
                    var form = (ConvolveForm)(checkedForms % 3);
                    ConvolveOperation operation = ConvolveOperation.Of(sliding, groups).Open(form, form == ConvolveForm.Input ? x : w);
                    TensorValue[] operands = ConvolveOperation.OperandsOf(form)
                        .Select(place => c.Variable(place switch { ConvolveForm.Input => x, ConvolveForm.Weight => w, _ => y })).ToArray();
                    DerivativeChecks.Check(c, c.Builder.Add(operation, operands));
                    checkedForms++;
                }
            }
        }

        Assert.True(checkedForms >= 18, $"Only {checkedForms} geometries are legal.");
    }

    [Theory]
    [MemberData(nameof(Geometries))]
    public void Pools(int axes, int stride, int dilation)
    {
        int checkedPools = 0;
        foreach (Sliding sliding in Slidings(axes, stride, dilation))
        {
            for (int extent = 1; extent <= 3; extent++)
            {
                EquatableArray<int> window = EquatableArray.Of(Window(axes, extent));
                int[] extents = Extents(axes, sliding, [.. window]);
                if (extents.Length == 0)
                {
                    continue;
                }

                Shape shape = Shaped(DerivativeCase.R, 2, extents);
                var sums = new DerivativeCase(checkedPools);
                DerivativeChecks.Check(sums, Squared(sums, sums.Builder.PoolSum(Squared(sums, sums.Variable(shape)), window, sliding)));
                if (!window.Where((length, axis) => sliding.MeetsOnlyPadding(axis, extents[axis], length)).Any())
                {
                    var maxima = new DerivativeCase(checkedPools);
                    DerivativeChecks.Check(maxima, Squared(maxima, maxima.Builder.PoolMax(Squared(maxima, maxima.Variable(shape)), window, sliding)));
                }

                checkedPools++;
            }
        }

        Assert.True(checkedPools >= 6, $"Only {checkedPools} geometries are legal.");
    }

    private static IEnumerable<Sliding> Slidings(int axes, int stride, int dilation) => s_paddings.Select(padding => new Sliding(
        Window(axes, stride).ToEquatableArray(),
        Enumerable.Repeat(padding.Before, axes).ToEquatableArray(),
        Enumerable.Range(0, axes).Select(axis => axis == 0 ? padding.After : padding.Before).ToEquatableArray(),
        Enumerable.Repeat(dilation, axes).ToEquatableArray()));

    /// <summary>One number for the first axis, and one that differs by one for the next.</summary>
    private static int[] Window(int axes, int first) => Enumerable.Range(0, axes).Select(axis => axis == 0 ? first : first == 1 ? 2 : first - 1).ToArray();

    /// <summary>
    /// The smallest extents that leave the window two positions and a rest, padding included, and that some element of it meets. Empty
    /// where they would be large.
    /// </summary>
    private static int[] Extents(int axes, Sliding sliding, int[] window)
    {
        var extents = new int[axes];
        for (int axis = 0; axis < axes; axis++)
        {
            int more = sliding.Stride[axis] == 1 ? 1 : sliding.Stride[axis] + 1;
            extents[axis] = Math.Max(1, (int)sliding.Span(axis, window[axis]) + more - sliding.Before[axis] - sliding.After[axis]);
            while (!Meets(sliding, axis, extents[axis], window[axis]))
            {
                extents[axis]++;
            }
        }

        return extents.Aggregate(1, (product, extent) => product * extent) <= 64 ? extents : [];
    }

    private static bool Meets(Sliding sliding, int axis, int extent, int window) =>
        Enumerable.Range(0, sliding.Positions(axis, extent, window)).Any(position =>
            Enumerable.Range(0, window).Any(element => sliding.Index(axis, position, element) is var index && index >= 0 && index < extent));

    private static Shape Shaped(Extent first, int channels, int[] extents) => Shape.Of([first, channels, .. extents.Select(extent => (Extent)extent)]);

    private static TensorValue Squared(DerivativeCase c, TensorValue x) => c.Builder.Times(x, x);
}
