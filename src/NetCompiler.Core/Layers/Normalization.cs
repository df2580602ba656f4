using System.Collections.Generic;
using System.Linq;
using NetCompiler.Core.Building;
using NetCompiler.Core.Tensors;
using NetCompiler.Core.Tensors.Scalars;

namespace NetCompiler.Core.Layers;

/// <summary>
/// What layers have in common that normalise each sample by its own mean and variance: sums along axes, and maps. Variances divide by the number of
/// elements, as PyTorch's do, and are those of differences from the mean, so that nothing cancels.
/// </summary>
internal static class Normalization
{
    /// <summary>The mean over axes, which stay with extent 1.</summary>
    public static TensorValue Mean(ProgramBuilder program, TensorValue value, IReadOnlyList<int> axes)
    {
        double elements = axes.Aggregate(1.0, (product, axis) => product * value.Shape[axis].Maximum);
        return program.Times(1 / elements, program.Sum(value, axes.ToArray()));
    }

    /// <summary>(x - mean)², element by element.</summary>
    public static TensorValue SquaredDifference(ProgramBuilder program, TensorValue value, TensorValue mean)
    {
        ScalarExpression difference = ScalarExpression.Operand(0) - ScalarExpression.Operand(1);
        return program.Map(difference * difference, value, mean);
    }

    /// <summary>1 / √(variance + eps), a number for each mean.</summary>
    public static TensorValue InverseDeviation(ProgramBuilder program, TensorValue variance, double eps) =>
        program.Map(ScalarExpression.Of(UnaryKind.Reciprocal, ScalarExpression.Of(UnaryKind.Sqrt, ScalarExpression.Operand(0) + eps)), variance);

    /// <summary>(x - mean) / √(variance + eps).</summary>
    public static TensorValue Normalized(ProgramBuilder program, TensorValue value, TensorValue mean, TensorValue inverse) =>
        program.Map((ScalarExpression.Operand(0) - ScalarExpression.Operand(1)) * ScalarExpression.Operand(2), value, mean, inverse);

    /// <summary>Times <c>weight</c> and plus <c>bias</c>, where the line has them; both of one shape, and broadcast in another.</summary>
    public static TensorValue Scaled(LayerContext context, TensorValue value, Shape shape, Shape broadcast, bool hasWeight, bool hasBias)
    {
        ProgramBuilder program = context.Program;
        if (hasWeight)
        {
            value = program.Times(value, program.Reshape(context.Parameter("weight", shape, isMatrix: false, Initializations.Ones, Penalty.None), broadcast));
        }

        return hasBias ? program.Plus(value, program.Reshape(context.Parameter("bias", shape, isMatrix: false, Initializations.Zeros, Penalty.None), broadcast)) : value;
    }

    /// <summary>torch.nn.LayerNorm over the last axis, with its parameters behind a prefix.</summary>
    public static TensorValue OfFeatures(LayerContext context, string prefix, TensorValue value, double eps, bool hasBias)
    {
        ProgramBuilder program = context.Program;
        int[] axes = [value.Shape.Rank - 1];
        TensorValue mean = Mean(program, value, axes);
        TensorValue inverse = InverseDeviation(program, Mean(program, SquaredDifference(program, value, mean), axes), eps);
        Shape shape = Shape.Of(value.Shape.Last);
        TensorValue scaled = program.Times(Normalized(program, value, mean, inverse), context.Parameter(prefix + "weight", shape, isMatrix: false, Initializations.Ones, Penalty.None));
        return hasBias ? program.Plus(scaled, context.Parameter(prefix + "bias", shape, isMatrix: false, Initializations.Zeros, Penalty.None)) : scaled;
    }

    /// <summary>What is added to a variance.</summary>
    public static double Epsilon(LayerContext context, double otherwise) => context.Arguments.Real("Epsilon", 0, 1e6, otherwise);

    /// <summary>The trailing axes that a line normalises over: as many as its shape has, or as it says, or all of a sample, of a sequence all of a step.</summary>
    public static int[] TrailingAxes(LayerContext context, TensorValue value)
    {
        SlidingArguments.RequireRows(context, value);
        Shape shape = value.Shape;
        int rank = shape.Rank - 1;
        IReadOnlyList<int> given = context.Arguments.Has("normalizedShape") ? context.Arguments.Integers("normalizedShape", 1) : [];
        if (given.Count > 0 && context.Arguments.Has("Axes"))
        {
            throw context.Fail(ErrorCodes.InvalidArgument, "its shape and Axes are both given. Leave one of them out: Axes is how many extents from the last on it normalises over.");
        }

        if (given.Count > rank || !given.SequenceEqual(shape.Extents.Skip(shape.Rank - given.Count).Select(extent => extent.Maximum)))
        {
            throw context.Fail(
                ErrorCodes.ShapeMismatch,
                $"its shape [{string.Join(", ", given)}] is not how the shape [{context.Describe(shape)}] of its operand {value.Label} ends. Write the last extents of the operand, or leave the shape out to normalise whole samples.");
        }

        // Steps are normalised each by itself.
        bool isSequence = context.Time(value) is not null;
        int axes = given.Count > 0 ? given.Count : context.Arguments.Integer("Axes", 1, rank, otherwise: isSequence ? rank - 1 : rank);
        if (isSequence && axes == rank)
        {
            throw context.Fail(ErrorCodes.NotSupported, $"its operand {value.Label} of shape [{context.Describe(value.Shape)}] is a sequence, whose steps are normalised each by itself. Leave out the steps.");
        }

        return Enumerable.Range(shape.Rank - axes, axes).ToArray();
    }

    /// <summary>Each group of channels by its own mean and variance over the channels of the group and all positions.</summary>
    public static void LowerGroups(LayerContext context, TensorValue value, int groups, bool affine)
    {
        ProgramBuilder program = context.Program;
        Shape shape = value.Shape;
        int channels = shape[1].Maximum;
        int[] spatial = [.. Enumerable.Range(2, shape.Rank - 2)];
        double eps = Epsilon(context, 1e-5);

        // Sums over positions first, a number for each channel: the order of the value's axes in memory then does not matter.
        TensorValue mean = OverGroup(Mean(program, value, spatial));
        TensorValue variance = OverGroup(Mean(program, SquaredDifference(program, value, mean), spatial));
        TensorValue normalized = Normalized(program, value, mean, InverseDeviation(program, variance, eps));
        Shape broadcast = Shape.Of([channels, .. spatial.Select(_ => (Extent)1)]);
        context.Set(Scaled(context, normalized, Shape.Of(channels), broadcast, affine, affine));

        // The mean over the channels of each group, given back to each of them.
        TensorValue OverGroup(TensorValue perChannel)
        {
            if (groups == channels)
            {
                return perChannel;
            }

            Shape apart = Shape.Of(shape[0], groups, channels / groups);
            TensorValue mean = Mean(program, program.Reshape(perChannel, apart), [2]);
            return program.Reshape(program.Broadcast(mean, apart), perChannel.Shape);
        }
    }
}
