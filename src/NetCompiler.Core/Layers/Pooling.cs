using System;
using System.Linq;
using NetCompiler.Core.Building;
using NetCompiler.Core.Common;
using NetCompiler.Core.Tensors;
using NetCompiler.Core.Tensors.Operations;
using NetCompiler.Core.Tensors.Scalars;

namespace NetCompiler.Core.Layers;

/// <summary>What pools of one and two axes have in common: sizes as torch.nn.MaxPool2d and AvgPool2d compute them.</summary>
internal static class Pooling
{
    /// <summary>The maximum of each window.</summary>
    public static void LowerMax(LayerContext context, int axes)
    {
        TensorValue value = SlidingArguments.Operand(context, axes);
        EquatableArray<int> window = SlidingArguments.Extents(context, "window", axes);
        (_, Sliding sliding) = Read(context, value, window);
        RequireElements(context, value, window, sliding);
        context.Set(context.Program.PoolMax(value, window, sliding));
    }

    /// <summary>The mean of each window.</summary>
    public static void LowerAverage(LayerContext context, int axes)
    {
        TensorValue value = SlidingArguments.Operand(context, axes);
        EquatableArray<int> window = SlidingArguments.Extents(context, "window", axes);
        (Sliding padded, Sliding sliding) = Read(context, value, window);
        RequireElements(context, value, window, sliding);
        ProgramBuilder program = context.Program;
        TensorValue sum = program.PoolSum(value, window, sliding);
        EquatableArray<int> extents = value.Shape.Spatial;

        // What counts is the input, or the input with the padding that the line gives: to that, rounding up adds nothing.
        Sliding counting = sliding;
        if (context.Arguments.Flag("CountIncludePad", otherwise: true))
        {
            extents = extents.Select((extent, axis) => extent + padded.Before[axis] + padded.After[axis]).ToEquatableArray();
            counting = Sliding.By(sliding.Stride) with { After = sliding.After.Select((after, axis) => after - padded.After[axis]).ToEquatableArray() };
        }

        if (!window.Where((length, axis) => counting.MeetsPadding(axis, extents[axis], length)).Any())
        {
            context.Set(program.Times(1 / window.Aggregate(1.0, (product, length) => product * length), sum));
            return;
        }

        TensorValue ones = program.Constant(1, Shape.Of([1, 1, .. extents.Select(extent => (Extent)extent)]));
        context.Set(program.Map(ScalarExpression.Operand(0) / ScalarExpression.Operand(1), sum, program.PoolSum(ones, window, counting)));
    }

    /// <summary>The current value, which has channels and at least one spatial axis: for pools of whole channels.</summary>
    public static TensorValue Operand(LayerContext context)
    {
        TensorValue value = context.Current;
        SlidingArguments.RequireRows(context, value);
        context.RequireNoSequence(value, "Declare the input as a signal [channels, length], without Steps.");
        return value.Shape.Rank >= 3 ? value : throw context.Fail(
            ErrorCodes.ShapeMismatch,
            $"its operand {value.Label} has shape [{context.Describe(value.Shape)}]; it works on signals [channels, length] and images [channels, height, width].");
    }

    /// <summary>How the line's window slides: as its padding says, and with what rounding up adds to that at the end.</summary>
    private static (Sliding Padded, Sliding Sliding) Read(LayerContext context, TensorValue value, EquatableArray<int> window)
    {
        if (!context.Arguments.Flag("CeilMode", otherwise: false))
        {
            Sliding plain = SlidingArguments.Read(context, value, "window", window, stride: window);
            return (plain, plain);
        }

        Sliding padded = SlidingArguments.ReadUnchecked(context, value, window, stride: window);
        Sliding rounded = padded with { After = padded.After.Select((after, axis) => after + Overhang(padded, axis, value.Shape.Spatial[axis], window[axis])).ToEquatableArray() };
        return (padded, SlidingArguments.RequireFit(context, value, "window", window, rounded));
    }

    // PyTorch's rule: one more window where a rest is left over, if it begins in the input or the padding in front of it.
    private static int Overhang(Sliding sliding, int axis, int extent, int window)
    {
        long stride = sliding.Stride[axis];
        long room = (long)extent + sliding.Before[axis] + sliding.After[axis] - sliding.Span(axis, window);
        long last = (long)Math.Ceiling(room / (double)stride) * stride;
        return last < 0 || last >= extent + sliding.Before[axis] ? 0 : (int)(last - room);
    }

    private static void RequireElements(LayerContext context, TensorValue value, EquatableArray<int> window, Sliding sliding)
    {
        if (window.Where((length, axis) => sliding.MeetsOnlyPadding(axis, value.Shape.Spatial[axis], length)).Any())
        {
            throw context.Fail(
                ErrorCodes.ShapeMismatch,
                $"its window {window} somewhere meets nothing but the padding {sliding.Before} of its operand {value.Label} of shape [{context.Describe(value.Shape)}]. Make Padding smaller, at most half of the window.");
        }
    }
}
