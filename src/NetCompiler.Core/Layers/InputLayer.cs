using System;
using System.Collections.Generic;
using System.Linq;
using NetCompiler.Core.Building;
using NetCompiler.Core.Common;
using NetCompiler.Core.Tensors;
using NetCompiler.Core.Tensors.Operations;

namespace NetCompiler.Core.Layers;

/// <summary>A tensor that the caller gives: the shape of one sample, and how its bytes are read as numbers.</summary>
internal sealed class InputLayer : ILayer
{
    public const string LayerKind = "Input";

    /// <summary>What an input is called that has no name.</summary>
    public const string DefaultName = "input";

    private const int LargestSteps = 1 << 20;
    private const int LargestVocabulary = 1 << 24;

    private static readonly string[] s_scaling = ["Scale", "Offset", "Mean", "Std"];

    public string Kind => LayerKind;

    public LayerRole Role => LayerRole.Network;

    public void Lower(LayerContext context)
    {
        int[] extents = [.. context.Arguments.Integers("shape", 1)];
        string real = context.Network.IsDouble ? "Float64" : "Float32";
        string element = context.Arguments.Text("Element") ?? real;
        if (element != real && element is not ("UInt8" or "Int32"))
        {
            string precision = context.Network.IsDouble
                ? "Leave Element out and give doubles, or compile in float32 without Precision.Double"
                : "Leave Element out and give floats, or compile in float64 with [Network(Precision = Precision.Double)]";
            throw context.Fail(ErrorCodes.NotSupported, $"its numbers are {element}, and the network computes in {real}. {precision}; bytes are given with Element = ElementType.UInt8, and integers with ElementType.Int32.");
        }

        bool isSequence = context.Arguments.Has("Steps");
        if (extents.Length == 0 && !(isSequence && element == "Int32"))
        {
            throw context.Fail(ErrorCodes.InvalidArgument, isSequence
                ? "the features of a step are missing. Write [Input(16, Steps = 128)], or [Input(1, Steps = 128)] for a number in each step; tokens need Element = ElementType.Int32."
                : "its shape is missing. Write the extents of one sample: [Input(784)], or [Input(1)] for a number.");
        }

        TimeAxis? time = isSequence ? Time(context, extents, element) : null;
        int[] sample = time is null ? extents : [time.Steps, .. extents];
        if (sample.Aggregate(1L, (product, extent) => product > int.MaxValue ? product : product * extent) * context.Network.Batch > 1L << 28)
        {
            throw context.Fail(ErrorCodes.TooLarge, FormattableString.Invariant($"a batch of {context.Network.Batch} samples of shape [{string.Join(", ", sample)}] has more than {1L << 28:N0} elements. Make [Network(Batch = ...)] smaller."));
        }

        if (element != "UInt8" && s_scaling.FirstOrDefault(context.Arguments.Has) is { } given)
        {
            throw context.Fail(ErrorCodes.InvalidArgument, $"{given} says how bytes become numbers, and the input is of {(element == "Int32" ? "integers. Leave it out." : $"{(context.Network.IsDouble ? "doubles" : "floats")}. Add Element = ElementType.UInt8 and give bytes, or leave {given} out and scale the {(context.Network.IsDouble ? "doubles" : "floats")} that you give.")}");
        }

        if (element == "Int32" != context.Arguments.Has("Vocabulary"))
        {
            throw context.Fail(ErrorCodes.InvalidArgument, element == "Int32"
                ? "its integers need a bound: with Vocabulary = 65 they are 0 to 64."
                : "Vocabulary bounds integers, and the input is of real numbers. Add Element = ElementType.Int32, or leave Vocabulary out.");
        }

        Shape shape = Shape.Of(sample.Select(extent => (Extent)extent).Prepend(context.Rows));
        int bound = element == "Int32" ? context.Arguments.Integer("Vocabulary", 1, LargestVocabulary) : 0;
        context.Network.AddInput(context, shape, element == "UInt8" ? FromBytes(context, sample, isSequence) : null, bound, time);
    }

    // The steps of the input: its own, those of another input, or such that every row has all of them.
    private static TimeAxis Time(LayerContext context, int[] extents, string element)
    {
        int steps = context.Arguments.Integer("Steps", 1, LargestSteps);
        int features = element == "Int32" ? 0 : 1;
        if (extents.Length != features)
        {
            throw context.Fail(ErrorCodes.InvalidArgument, element == "Int32"
                ? $"a step of a sequence of integers is one integer, and its shape is [{string.Join(", ", extents)}]. Leave the shape out, and give several inputs if a step has several."
                : $"a step of a sequence is a vector, and its shape is [{string.Join(", ", extents)}]. Write its length alone: [Input({extents.Aggregate(1L, (product, extent) => product * extent)}, Steps = {steps})].");
        }

        if (context.IsStreaming)
        {
            context.Network.WholeSteps = Math.Max(context.Network.WholeSteps, steps);
            return context.Network.Now;
        }

        bool isFixed = !context.Arguments.Flag("Lengths", otherwise: true);
        if (context.Arguments.Name("LengthsOf") is not { } other)
        {
            return isFixed ? new TimeAxis(steps, null) : context.Network.AddLengths(NetworkBuilder.InputName(context), steps);
        }

        TensorValue value = context.NamedOfAnyElement(other);
        TimeAxis time = context.Time(value) ?? throw context.Fail(ErrorCodes.ShapeMismatch, $"LengthsOf names '{other}' of shape [{context.Describe(value.Shape)}], which is no sequence.");
        return isFixed ? throw context.Fail(ErrorCodes.InvalidArgument, $"Lengths = false says that every row has all steps, and LengthsOf that rows have as many as those of '{other}'. Leave one of them out.")
            : time.Steps == steps ? time
            : throw context.Fail(ErrorCodes.ShapeMismatch, $"it has {steps} steps, and '{other}', whose lengths it is to have, has {time.Steps}. Give both the same Steps, or lengths of their own.");
    }

    // x = (Scale · byte + Offset − Mean) / Std, as one factor and one summand for each channel, or for all.
    private static FromBytesOperation FromBytes(LayerContext context, int[] extents, bool isSequence)
    {
        double scale = context.Arguments.Real("Scale", -float.MaxValue, float.MaxValue, otherwise: 1);
        double offset = context.Arguments.Real("Offset", -float.MaxValue, float.MaxValue, otherwise: 0);
        IReadOnlyList<double> means = PerChannel(context, "Mean", -float.MaxValue, extents, otherwise: 0);
        IReadOnlyList<double> deviations = PerChannel(context, "Std", 0, extents, otherwise: 1);
        if (isSequence && Math.Max(means.Count, deviations.Count) > 1)
        {
            throw context.Fail(ErrorCodes.NotSupported, "Mean and Std have a number for each index of the first axis, which is the steps of a sequence. Give one number for all.");
        }

        if (deviations.Contains(0))
        {
            throw context.Fail(ErrorCodes.InvalidArgument, "Std has a 0; numbers are divided by it. Write 1 for a channel that is only to be shifted.");
        }

        int count = Math.Max(means.Count, deviations.Count);
        double[] scales = [.. Enumerable.Range(0, count).Select(channel => scale / deviations[Math.Min(channel, deviations.Count - 1)])];
        double[] offsets = [.. Enumerable.Range(0, count).Select(channel => (offset - means[Math.Min(channel, means.Count - 1)]) / deviations[Math.Min(channel, deviations.Count - 1)])];
        if (scales.Concat(offsets).FirstOrDefault(number => Math.Abs(number) > float.MaxValue) is not 0 and var large)
        {
            throw context.Fail(ErrorCodes.InvalidArgument, FormattableString.Invariant($"Scale, Offset, Mean and Std make the factor or summand {large}, which no float holds."));
        }

        bool isUniform = scales.Distinct().Count() == 1 && offsets.Distinct().Count() == 1;
        return new FromBytesOperation(scales.Take(isUniform ? 1 : count).ToEquatableArray(), offsets.Take(isUniform ? 1 : count).ToEquatableArray());
    }

    private static IReadOnlyList<double> PerChannel(LayerContext context, string name, double minimum, int[] extents, double otherwise)
    {
        IReadOnlyList<double> numbers = context.Arguments.Reals(name, minimum, float.MaxValue);
        if (context.Arguments.Has(name) && numbers.Count != 1 && numbers.Count != extents[0])
        {
            throw context.Fail(ErrorCodes.InvalidArgument, $"{name} has {numbers.Count} numbers, and the input [{string.Join(", ", extents)}] has {extents[0]} channels along its first axis. Give one number for each, or one for all.");
        }

        return context.Arguments.Has(name) ? numbers : [otherwise];
    }
}
