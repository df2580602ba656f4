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

    private static readonly string[] s_scaling = ["Scale", "Offset", "Mean", "Std"];

    public string Kind => LayerKind;

    public LayerRole Role => LayerRole.Network;

    public void Lower(LayerContext context)
    {
        int[] extents = [.. context.Arguments.Integers("shape", 1)];
        if (extents.Length == 0)
        {
            throw context.Fail(ErrorCodes.InvalidArgument, "its shape is missing. Write the extents of one sample: [Input(784)], or [Input(1)] for a number.");
        }

        if (extents.Aggregate(1L, (product, extent) => product > int.MaxValue ? product : product * extent) * context.Network.Batch > 1L << 28)
        {
            throw context.Fail(ErrorCodes.TooLarge, FormattableString.Invariant($"a batch of {context.Network.Batch} samples of shape [{string.Join(", ", extents)}] has more than {1L << 28:N0} elements. Make [Network(Batch = ...)] smaller."));
        }

        string element = context.Arguments.Text("Element") ?? "Float32";
        if (element is not ("Float32" or "UInt8"))
        {
            throw context.Fail(ErrorCodes.NotSupported, $"inputs of {element} are not supported yet. Leave Element out and give floats, or give bytes with Element = ElementType.UInt8.");
        }

        if (element == "Float32" && s_scaling.FirstOrDefault(context.Arguments.Has) is { } given)
        {
            throw context.Fail(ErrorCodes.InvalidArgument, $"{given} says how bytes become numbers, and the input is of floats. Add Element = ElementType.UInt8 and give bytes, or leave {given} out and scale the floats that you give.");
        }

        Shape shape = Shape.Of(extents.Select(extent => (Extent)extent).Prepend(context.Rows));
        context.Network.AddInput(context, context.Name, shape, element == "UInt8" ? FromBytes(context, extents) : null);
    }

    // x = (Scale · byte + Offset − Mean) / Std, as one factor and one summand for each channel, or for all.
    private static FromBytesOperation FromBytes(LayerContext context, int[] extents)
    {
        double scale = context.Arguments.Real("Scale", -float.MaxValue, float.MaxValue, otherwise: 1);
        double offset = context.Arguments.Real("Offset", -float.MaxValue, float.MaxValue, otherwise: 0);
        IReadOnlyList<double> means = PerChannel(context, "Mean", -float.MaxValue, extents, otherwise: 0);
        IReadOnlyList<double> deviations = PerChannel(context, "Std", 0, extents, otherwise: 1);
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
