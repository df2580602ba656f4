using System.Collections.Generic;
using System.Linq;
using NetCompiler.Core.Building;
using NetCompiler.Core.Common;
using NetCompiler.Core.Tensors;
using NetCompiler.Core.Tensors.Operations;

namespace NetCompiler.Core.Layers;

/// <summary>
/// What convolutions of one and two axes, plain, depthwise and transposed, have in common. Parameters, shapes and initial values are those
/// of torch.nn.Conv1d to ConvTranspose2d: weight and bias from U(-1/sqrt(n), 1/sqrt(n)), n the elements of weight[0].
/// </summary>
internal static class Convolution
{
    private const int MostOutputs = 1 << 24;

    /// <summary>A convolution with outputs and groups from the line: weight [outputs, channels / groups, kernel…].</summary>
    public static void Lower(LayerContext context, int axes)
    {
        int outputs = context.Arguments.Integer("outputs", 1, MostOutputs);
        SlidingOperand operand = SlidingOperand.Of(context, axes, beyond: 0);
        Lower(context, operand, axes, outputs, Groups(context, operand.Value, outputs));
    }

    /// <summary>A convolution of each channel by itself: weight [channels · multiplier, 1, kernel…].</summary>
    public static void LowerDepthwise(LayerContext context, int axes)
    {
        SlidingOperand operand = SlidingOperand.Of(context, axes, beyond: 0);
        int channels = operand.Value.Shape[1].Maximum;
        int multiplier = context.Arguments.Integer("Multiplier", 1, MostOutputs / System.Math.Min(channels, MostOutputs), otherwise: 1);
        Lower(context, operand, axes, channels * multiplier, channels);
    }

    /// <summary>The adjoint of a convolution by its input, used forwards: weight [channels, outputs / groups, kernel…].</summary>
    public static void LowerTransposed(LayerContext context, int axes)
    {
        int outputs = context.Arguments.Integer("outputs", 1, MostOutputs);
        TensorValue value = SlidingArguments.Operand(context, axes);
        int groups = Groups(context, value, outputs);
        EquatableArray<int> kernel = SlidingArguments.Extents(context, "kernel", axes);
        Sliding sliding = Sliding.By(SlidingArguments.PerAxis(context, "Stride", axes, 1) ?? Enumerable.Repeat(1, axes).ToEquatableArray());
        sliding = SlidingArguments.WithPadding(context, sliding with { Dilation = SlidingArguments.PerAxis(context, "Dilation", axes, 1) ?? sliding.Dilation });
        EquatableArray<int> more = SlidingArguments.PerAxis(context, "OutputPadding", axes, 0) ?? Enumerable.Repeat(0, axes).ToEquatableArray();
        if (more.Where((padding, axis) => padding >= sliding.Stride[axis]).Any())
        {
            // With more, the convolution whose adjoint this is would have another position.
            throw context.Fail(ErrorCodes.InvalidArgument, $"OutputPadding is {more} and Stride is {sliding.Stride}; OutputPadding must be smaller than Stride on each axis.")
                .WithNumbers("OutputPadding", context.Arguments.Has("OutputPadding") ? [sliding.Stride.Min() - 1] : []);
        }

        long[] extents = [.. value.Shape.Spatial.Select((extent, axis) =>
            ((extent - 1L) * sliding.Stride[axis]) - sliding.Before[axis] - sliding.After[axis] + sliding.Span(axis, kernel[axis]) + more[axis])];
        if (extents.Any(extent => extent < 1))
        {
            throw context.Fail(
                ErrorCodes.ShapeMismatch,
                $"its Padding {sliding.Before} takes all that its kernel {kernel} makes of its operand {value.Label} of shape [{context.Describe(value.Shape)}]: the result would have shape [{string.Join(", ", extents.Prepend(outputs))}]. Make Padding smaller or the kernel larger.")
                .WithNumbers("Padding", LargestPadding(context, sliding, extents));
        }

        SlidingArguments.RequireSize(context, "result", extents.Prepend(outputs), context.Network.Batch);
        TensorValue weight = Weight(context, value.Shape[1].Maximum, outputs / groups, kernel, groups, context.MaxNorm(axis: 1, groups: groups));
        var operation = new ConvolveOperation(ConvolveForm.Input, sliding, groups, extents.Select(extent => (int)extent).ToEquatableArray());
        context.Set(WithBias(context, context.Program.Add(operation, value, weight), weight));
    }

    private static void Lower(LayerContext context, SlidingOperand operand, int axes, int outputs, int groups)
    {
        EquatableArray<int> kernel = SlidingArguments.Extents(context, "kernel", axes);
        Sliding sliding = operand.Read("kernel", kernel, Enumerable.Repeat(1, axes).ToEquatableArray());
        TensorValue value = operand.Value;
        SlidingArguments.RequireSize(
            context, "result", sliding.Positions(value.Shape.Spatial, kernel).Select(extent => (long)extent).Prepend(outputs), context.Network.Batch);
        TensorValue weight = Weight(context, outputs, value.Shape[1].Maximum / groups, kernel, groups, context.MaxNorm());
        operand.Set(WithBias(context, context.Program.Convolve(value, weight, sliding, groups), weight), kernel, sliding);
    }

    // What leaves an element along each axis, where the line gives one number for all.
    private static IEnumerable<int> LargestPadding(LayerContext context, Sliding sliding, long[] extents)
    {
        bool isOne = context.Arguments.Has("Padding") && !context.Arguments.Has("PaddingEnd") && !context.Arguments.Has("PaddingEnds") && sliding.Before.Distinct().Count() == 1;
        long padding = isOne ? sliding.Before[0] - ((1 - extents.Min() + 1) / 2) : -1;
        return padding >= 0 ? [(int)padding] : [];
    }

    private static int Groups(LayerContext context, TensorValue value, int outputs)
    {
        int groups = context.Arguments.Integer("Groups", 1, MostOutputs, otherwise: 1);
        if (value.Shape[1].Maximum % groups != 0)
        {
            throw context.Fail(
                ErrorCodes.ShapeMismatch,
                $"its {groups} groups do not divide the {value.Shape[1]} channels of its operand {value.Label} of shape [{context.Describe(value.Shape)}]. Make Groups a divisor of the channels and of the outputs.")
                .WithNumbers("Groups", Nearest.Divisors(Nearest.CommonDivisor(value.Shape[1].Maximum, outputs), groups));
        }

        return outputs % groups == 0 ? groups
            : throw context.Fail(ErrorCodes.InvalidArgument, $"Groups is {groups} and outputs is {outputs}; outputs must be a multiple of Groups.")
                .WithNumbers("outputs", Nearest.Multiples(groups, outputs));
    }

    // PyTorch's fans, also of a transposed convolution: the extents behind the first, and the first times the kernel.
    private static TensorValue Weight(LayerContext context, int first, int second, EquatableArray<int> kernel, int groups, NormBound bound)
    {
        SlidingArguments.RequireSize(context, "weight", kernel.Select(extent => (long)extent).Prepend(second).Prepend(first), rows: 1);
        int elements = kernel.Aggregate(1, (product, extent) => product * extent);
        Shape shape = Shape.Of([first, second, .. kernel.Select(extent => (Extent)extent)]);
        return context.Parameter("weight", shape, isMatrix: false, Initializations.Weight(context, shape, Initializations.ByFan(second * elements), groups), context.WeightPenalty, bound);
    }

    private static TensorValue WithBias(LayerContext context, TensorValue value, TensorValue weight)
    {
        if (!context.Arguments.Flag("Bias", otherwise: true))
        {
            return value;
        }

        Extent outputs = value.Shape[1];
        int fanIn = weight.Shape.Extents.Skip(1).Aggregate(1, (product, extent) => product * extent.Maximum);
        TensorValue bias = context.Parameter("bias", Shape.Of(outputs), isMatrix: false, Initializations.Bias(context, Initializations.ByFan(fanIn)), Penalty.None);
        return context.Program.Plus(value, context.Program.Reshape(bias, Shape.Of([outputs, .. value.Shape.Extents.Skip(2).Select(_ => (Extent)1)])));
    }
}
