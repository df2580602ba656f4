using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using NetCompiler.Core.Building;
using NetCompiler.Core.Common;
using NetCompiler.Core.Tensors;
using NetCompiler.Core.Tensors.Operations;

namespace NetCompiler.Core.Layers;

/// <summary>
/// What lines have in common that slide a window over signals [channels, length] or images [channels, height, width]: their operand, their
/// arguments, and the messages where these do not fit.
/// </summary>
internal static class SlidingArguments
{
    // Pad.Same of the runtime: an integer that no argument means.
    private const long Same = int.MinValue + 16L;

    /// <summary>The largest number of a line. Products of two such numbers with an extent stay below 2^63, and sums below 2^31.</summary>
    public const int Largest = 1 << 20;

    private const long MostElements = 1L << 28;

    /// <summary>The current value, which has channels and the given number of spatial axes.</summary>
    public static TensorValue Operand(LayerContext context, int axes)
    {
        TensorValue value = context.Current;
        RequireRows(context, value);
        context.RequireNoSequence(value, "Declare the input as a signal [channels, length], without Steps.");
        return value.Shape.Rank == axes + 2 ? value : throw context.Fail(
            ErrorCodes.ShapeMismatch,
            $"its operand {value.Label} has shape [{context.Describe(value.Shape)}]; it works on {(axes == 1 ? "signals [channels, length]" : "images [channels, height, width]")}. Give the input such a shape: [Input({(axes == 1 ? "1, 128" : "1, 28, 28")})].");
    }

    /// <summary>Refuses what depends on no input.</summary>
    public static void RequireRows(LayerContext context, TensorValue value)
    {
        if (!value.Shape.HasRows)
        {
            throw context.Fail(ErrorCodes.ShapeMismatch, $"its operand {value.Label} has shape {value.Shape} and depends on no input; it works on values of samples.");
        }
    }

    /// <summary>The extents of a window or kernel, from a constructor's argument.</summary>
    public static EquatableArray<int> Extents(LayerContext context, string name, int axes) => context.Arguments.PerAxis(name, axes, 1, Largest).ToEquatableArray();

    /// <summary>
    /// What a line adds in front of and behind each spatial axis: one number for all sides, or PyTorch's list of two for each axis, the last axis first.
    /// </summary>
    public static (EquatableArray<int> Before, EquatableArray<int> After) Sides(LayerContext context, int axes)
    {
        IReadOnlyList<int> sides = context.Arguments.PerAxis("padding", 2 * axes, 0, Largest, axes == 1 ? "left and right" : "left, right, top and bottom");
        int[] first = [.. Enumerable.Range(0, axes).Select(axis => 2 * (axes - 1 - axis))];
        return (first.Select(side => sides[side]).ToEquatableArray(), first.Select(side => sides[side + 1]).ToEquatableArray());
    }

    /// <summary>
    /// An argument with one number for all axes, <c>Stride</c>, or with one for each, <c>Strides</c>; null where neither is given.
    /// </summary>
    public static EquatableArray<int>? PerAxis(LayerContext context, string name, int axes, int minimum)
    {
        string plural = name + "s";
        if (!context.Arguments.Has(plural))
        {
            return context.Arguments.Has(name) ? context.Arguments.PerAxis(name, axes, minimum, Largest).ToEquatableArray() : null;
        }

        return context.Arguments.Has(name)
            ? throw context.Fail(ErrorCodes.InvalidArgument, $"{name} and {plural} are both given. Leave one of them out: {name} holds for all axes, {plural} has one number for each.")
            : context.Arguments.PerAxis(plural, axes, minimum, Largest).ToEquatableArray();
    }

    /// <summary>Stride, padding and dilation of a line for an operand, which the window fits.</summary>
    /// <param name="context">The line.</param>
    /// <param name="value">Its operand.</param>
    /// <param name="what">What the window is called: <c>kernel</c>.</param>
    /// <param name="window">Its extents.</param>
    /// <param name="stride">The stride where the line gives none.</param>
    public static Sliding Read(LayerContext context, TensorValue value, string what, EquatableArray<int> window, EquatableArray<int> stride) =>
        RequireFit(context, value, what, window, ReadUnchecked(context, value, window, stride));

    /// <summary>The same where the window need not fit yet.</summary>
    public static Sliding ReadUnchecked(LayerContext context, TensorValue value, EquatableArray<int> window, EquatableArray<int> stride)
    {
        int axes = window.Count;
        Sliding sliding = Sliding.By(PerAxis(context, "Stride", axes, 1) ?? stride);
        sliding = sliding with { Dilation = PerAxis(context, "Dilation", axes, 1) ?? sliding.Dilation };
        return context.Arguments.Is("Padding", Same) ? WithSame(context, sliding, value.Shape.Spatial, window) : WithPadding(context, sliding);
    }

    /// <summary>The padding that a line gives in numbers.</summary>
    public static Sliding WithPadding(LayerContext context, Sliding sliding)
    {
        if (context.Arguments.Is("Padding", Same))
        {
            throw context.Fail(ErrorCodes.NotSupported, "Pad.Same has no meaning here: the size of the result does not follow from that of the operand alone. Write Padding, and OutputPadding, as numbers.");
        }

        EquatableArray<int> before = PerAxis(context, "Padding", sliding.Axes, 0) ?? sliding.Before;
        return sliding with { Before = before, After = PerAxis(context, "PaddingEnd", sliding.Axes, 0) ?? before };
    }

    /// <summary>Refuses a window that is larger than its padded operand.</summary>
    public static Sliding RequireFit(LayerContext context, TensorValue value, string what, EquatableArray<int> window, Sliding sliding)
    {
        EquatableArray<int> extents = value.Shape.Spatial;
        int[] positions = sliding.Positions(extents, window);
        if (positions.All(extent => extent >= 1))
        {
            return sliding;
        }

        int[] padded = [.. extents.Select((extent, axis) => extent + sliding.Before[axis] + sliding.After[axis])];
        string span = sliding.Dilation.All(dilation => dilation == 1) ? string.Empty
            : $" covers [{string.Join(", ", window.Select((extent, axis) => sliding.Span(axis, extent)))}] with its dilation and";
        string padding = padded.SequenceEqual(extents) ? string.Empty : $", which padding makes [{string.Join(", ", padded.Prepend(value.Shape[1].Maximum))}]";
        throw context.Fail(
            ErrorCodes.ShapeMismatch,
            $"its {what} {window}{span} does not fit its operand {value.Label} of shape [{context.Describe(value.Shape)}]{padding}: the result would have size [{string.Join(", ", positions)}]. Make the {what} smaller or Padding larger, or let earlier layers shrink less.")
            .With(ThatFit(context, value, what, window, sliding));
    }

    // Numbers for all axes alike: the largest window, and the smallest padding on both sides; of an image with its channels last the shape in PyTorch's order.
    private static IEnumerable<Suggestion> ThatFit(LayerContext context, TensorValue value, string what, EquatableArray<int> window, Sliding sliding)
    {
        EquatableArray<int> extents = value.Shape.Spatial;
        static Suggestion Number(string argument, int number) => new(CorrectionKind.SetArgument, argument, number.ToString(CultureInfo.InvariantCulture));
        if (context.Network.ChannelsLast(value) is { } order)
        {
            yield return order;
        }

        int largest = Enumerable.Range(0, window.Count).Min(axis => ((extents[axis] + sliding.Before[axis] + sliding.After[axis] - 1) / sliding.Dilation[axis]) + 1);
        if (window.Distinct().Count() == 1 && largest >= 1 && largest < window[0])
        {
            yield return Number(what, largest);
        }

        // A pool's padding is at most half of its window.
        long missing = Enumerable.Range(0, window.Count).Max(axis => sliding.Span(axis, window[axis]) - extents[axis]);
        long padding = (missing + 1) / 2;
        bool isOne = !context.Arguments.Has("PaddingEnd") && !context.Arguments.Has("PaddingEnds") && !context.Arguments.Has("Paddings") && !context.Arguments.Is("Padding", Same);
        if (isOne && padding <= (what == "kernel" ? Largest : window.Min() / 2))
        {
            yield return Number("Padding", (int)padding);
        }
    }

    /// <summary>Refuses a result that no memory would hold.</summary>
    public static void RequireSize(LayerContext context, string what, IEnumerable<long> extents, int rows)
    {
        if (extents.Aggregate((long)rows, (product, extent) => Math.Max(product, extent) > MostElements ? long.MaxValue : product * extent) > MostElements)
        {
            string times = rows == 1 ? string.Empty : FormattableString.Invariant($"a batch of {rows} samples of ");
            throw context.Fail(ErrorCodes.TooLarge, FormattableString.Invariant($"{times}its {what} [{string.Join(", ", extents)}] has more than {MostElements:N0} elements."));
        }
    }

    // TensorFlow's: as many positions as strides begin in the extent; of an odd padding the larger half comes last.
    private static Sliding WithSame(LayerContext context, Sliding sliding, EquatableArray<int> extents, EquatableArray<int> window)
    {
        if (PerAxis(context, "PaddingEnd", sliding.Axes, 0) is not null || context.Arguments.Has("Paddings"))
        {
            throw context.Fail(ErrorCodes.InvalidArgument, "Padding = Pad.Same says all paddings. Leave PaddingEnd and Paddings out, or write Padding as a number.");
        }

        int[] whole = [.. extents.Select((extent, axis) =>
        {
            long positions = ((long)extent + sliding.Stride[axis] - 1) / sliding.Stride[axis];
            long needed = ((positions - 1) * sliding.Stride[axis]) + sliding.Span(axis, window[axis]) - extent;
            return needed <= int.MaxValue - extent ? (int)Math.Max(0, needed)
                : throw context.Fail(ErrorCodes.TooLarge, FormattableString.Invariant($"with Pad.Same its window would need a padding of {needed:N0}."));
        })];
        return sliding with { Before = whole.Select(padding => padding / 2).ToEquatableArray(), After = whole.Select(padding => padding - (padding / 2)).ToEquatableArray() };
    }
}
