using System;
using System.Linq;
using NetCompiler.Core.Common;
using NetCompiler.Core.Tensors;
using NetCompiler.Core.Tensors.Operations;

namespace NetCompiler.Core.Passes;

/// <summary>
/// Whether the gradients of a convolution in front of a maximum pool are better made of the maxima alone. Both ways are counted in steps of about a cycle for each
/// row of the call: a multiply-add of a wide vector, or two of a narrow one.
/// </summary>
internal static class RoutedGradients
{
    // Steps for each maximum, whatever is done with it: where it came from, and its value in all lanes.
    private const double Found = 4;

    // Loading and storing a sum instead of keeping it.
    private const double Stored = 1.5;

    // Weights that fit a near cache, in floats: they pass once for each window.
    private const long NearWeights = 1 << 14;

    /// <summary>For the gradient of the kernel w [outputs, channels, extents…].</summary>
    public static bool PayForWeight(PoolPutOperation put, TensorValue y, Shape w)
    {
        double window = Product(w.Spatial);
        double channels = w[1].Maximum;

        // Of one channel the elements along the last axis lie side by side.
        double run = channels > 1 ? channels : w[w.Rank - 1].Maximum;
        double outputs = w[0].Maximum;
        double routed = Product(y.Shape.Spatial) * outputs * (Found + (window * channels / run * Steps(run)));
        double dense = Product(put.Extents) * window * channels * Steps(outputs) / Savings(w);
        return routed < dense;
    }

    /// <summary>For the gradient of the input, with w likewise.</summary>
    public static bool PayForInput(PoolPutOperation put, TensorValue y, Shape w, EquatableArray<int> extents)
    {
        double window = Product(w.Spatial);
        double channels = w[1].Maximum;
        double outputs = w[0].Maximum;
        double routed = Product(y.Shape.Spatial) * outputs * (Found + (window * Math.Ceiling(channels / 16) * Stored));
        double dense = Product(extents) * window * outputs * Steps(channels) / Savings(w);
        return routed < dense && outputs * window * Math.Ceiling(channels / 16) * 16 <= NearWeights;
    }

    // What planning saves of a dense gradient where windows are of 3 x 3 and there are channels enough to transform tiles of them.
    private static double Savings(Shape w) => w.Rank == 4 && w[2].Maximum == 3 && w[3].Maximum == 3 && w[0].Maximum >= 12 && w[1].Maximum >= 12 ? 2.25 : 1;

    private static double Steps(double lanes) => lanes <= 8 ? 0.5 : Math.Ceiling(lanes / 16);

    private static double Product(EquatableArray<int> extents) => extents.Aggregate(1.0, (product, extent) => product * extent);
}
