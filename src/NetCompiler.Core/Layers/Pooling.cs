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
        SlidingOperand operand = SlidingOperand.Of(context, axes, beyond: double.NegativeInfinity);
        EquatableArray<int> window = SlidingArguments.Extents(context, "window", axes);
        (_, Sliding sliding) = Read(context, operand, window);
        RequireElements(context, operand.Value, window, sliding);
        operand.Set(context.Program.PoolMax(operand.Value, window, sliding), window, sliding);
    }

    /// <summary>The mean of each window.</summary>
    public static void LowerAverage(LayerContext context, int axes)
    {
        SlidingOperand operand = SlidingOperand.Of(context, axes, beyond: 0);
        EquatableArray<int> window = SlidingArguments.Extents(context, "window", axes);
        (Sliding padded, Sliding sliding) = Read(context, operand, window);
        TensorValue value = operand.Value;
        RequireElements(context, value, window, sliding);
        ProgramBuilder program = context.Program;
        TensorValue sum = program.PoolSum(value, window, sliding);
        EquatableArray<int> extents = value.Shape.Spatial;

        // What counts is the input, or the input with the padding that the line gives: to that, rounding up adds nothing.
        Sliding counting = sliding;
        bool countsPadding = context.Arguments.Flag("CountIncludePad", otherwise: true);
        if (!countsPadding && operand.HasLengths && sliding.After[0] > 0)
        {
            throw context.Fail(ErrorCodes.NotSupported, "CountIncludePad is false, and where the padding behind a row begins depends on its length. Pad in front only, as with Causal = true, or declare the input with Lengths = false.");
        }

        if (countsPadding)
        {
            extents = extents.Select((extent, axis) => extent + padded.Before[axis] + padded.After[axis]).ToEquatableArray();
            counting = Sliding.By(sliding.Stride) with { After = sliding.After.Select((after, axis) => after - padded.After[axis]).ToEquatableArray() };
        }

        // In a streaming step it is the carried steps that may not be there yet.
        bool divides = window.Where((length, axis) => counting.MeetsPadding(axis, extents[axis], length)).Any() || (context.IsStreaming && operand.IsSequence && !countsPadding);
        operand.Set(
            divides
                ? program.Map(ScalarExpression.Operand(0) / ScalarExpression.Operand(1), sum, program.PoolSum(operand.Ones(extents), window, counting))
                : program.Times(1 / window.Aggregate(1.0, (product, length) => product * length), sum),
            window,
            sliding);
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
    private static (Sliding Padded, Sliding Sliding) Read(LayerContext context, SlidingOperand operand, EquatableArray<int> window)
    {
        TensorValue value = operand.Value;
        if (!context.Arguments.Flag("CeilMode", otherwise: false))
        {
            Sliding plain = operand.Read("window", window, stride: window);
            return (plain, plain);
        }

        if (operand.IsSequence || context.Arguments.Flag("Causal", otherwise: false))
        {
            throw context.Fail(ErrorCodes.NotSupported, "CeilMode lets a window reach beyond the steps, which rows of a sequence do not all have, and causal windows end at them. Leave it out.");
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
                $"its window {window} somewhere meets nothing but the padding {sliding.Before} of its operand {value.Label} of shape [{context.Describe(value.Shape)}]. Make Padding smaller, at most half of the window.")
                .WithNumbers("Padding", context.Arguments.Has("Padding") ? [window.Min() / 2] : []);
        }
    }
}
