using System.Collections.Generic;
using System.Linq;
using NetCompiler.Core.Building;
using NetCompiler.Core.Tensors;
using NetCompiler.Core.Tensors.Operations;

namespace NetCompiler.Core.Layers;

/// <summary>Parts of one extent of a sample, each with a name; torch.split. The first one is current.</summary>
internal sealed class SplitLayer : ILayer
{
    /// <summary>What the line is called.</summary>
    public const string LayerKind = "Split";

    public string Kind => LayerKind;

    public LayerRole Role => LayerRole.Reference;

    public void Lower(LayerContext context)
    {
        IReadOnlyList<string> names = context.Arguments.Names("names");
        if (context.Name is not null || names.Count < 2)
        {
            throw context.Fail(ErrorCodes.InvalidArgument, "it needs the names of two parts or more, and has no Name of its own: [Split(\"left\", \"right\")].");
        }

        TensorValue value = context.Current;
        int axis = SampleAxis.Of(context, value, "Axis", SampleAxis.Default(context, value), "Leave Axis out to cut features.");
        int extent = value.Shape[axis].Maximum;
        string operand = $"its operand {value.Label} of shape [{context.Describe(value.Shape)}] has an extent of {extent} along axis {axis - SampleAxis.First(value.Shape)}";
        int[] sizes = context.Arguments.Has("Sizes") ? [.. context.Arguments.Integers("Sizes", 1)] : [.. Enumerable.Repeat(extent / names.Count, names.Count)];
        if (sizes.Length != names.Count)
        {
            throw context.Fail(ErrorCodes.InvalidArgument, $"it names {names.Count} parts and gives {sizes.Length} Sizes. Give one for each part, or none for equal parts.");
        }

        if (sizes.Sum(size => (long)size) != extent)
        {
            throw context.Fail(
                ErrorCodes.ShapeMismatch,
                context.Arguments.Has("Sizes") ? $"its Sizes [{string.Join(", ", sizes)}] are {sizes.Sum(size => (long)size)} together, and {operand}."
                    : $"{operand}, which does not divide into {names.Count} equal parts. Give Sizes = [{string.Join(", ", Unequal(extent, names.Count))}].");
        }

        TensorValue? first = null;
        int start = 0;
        foreach ((string name, int size) in names.Zip(sizes, (name, size) => (name, size)))
        {
            TensorValue part = context.Program.Add(new SliceOperation(axis, start, size), value);
            if (context.Time(value) is { } time)
            {
                context.Network.SetTime(part, time);
            }

            context.Scope.Define(context, name, part);
            first ??= part;
            start += size;
        }

        context.Scope.Current = first;
    }

    // As torch.chunk divides, as far as there is something for each part.
    private static IEnumerable<int> Unequal(int extent, int parts) => Enumerable.Range(0, parts).Select(part => ((extent * (part + 1L)) / parts) - (extent * (long)part / parts)).Select(size => (int)size);
}
