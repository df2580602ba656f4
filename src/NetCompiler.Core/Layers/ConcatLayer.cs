using System.Linq;
using NetCompiler.Core.Building;
using NetCompiler.Core.Tensors;
using NetCompiler.Core.Tensors.Operations;

namespace NetCompiler.Core.Layers;

/// <summary>The current value and named ones, one after the other along an axis of a sample (0 is the first, as channels are; -1 the last, as features of sequences are).</summary>
internal sealed class ConcatLayer : ILayer
{
    public string Kind => "Concat";

    public LayerRole Role => LayerRole.Reference;

    public void Lower(LayerContext context)
    {
        TensorValue first = context.Current;
        int rank = first.Shape.Rank - (first.Shape.HasRows ? 1 : 0);
        int axis = context.Arguments.Integer("Axis", -rank, rank - 1, otherwise: context.Time(first) is null ? 0 : -1);
        axis = (axis < 0 ? axis + rank : axis) + (first.Shape.HasRows ? 1 : 0);
        TensorValue[] values = [first, .. Combination.Names(context).Select(context.Named)];
        foreach (TensorValue value in values.Skip(1))
        {
            if (value.Shape.Rank != first.Shape.Rank || value.Shape.HasRows != first.Shape.HasRows || value.Shape.With(axis, 1) != first.Shape.With(axis, 1))
            {
                throw context.Fail(
                    ErrorCodes.ShapeMismatch,
                    $"{first.Label} has shape [{context.Describe(first.Shape)}] and {value.Label} has shape [{context.Describe(value.Shape)}]; all extents but that of axis {axis - (first.Shape.HasRows ? 1 : 0)} must be equal.");
            }
        }

        if (axis == 1 && values.FirstOrDefault(value => context.Time(value) is not null) is { } sequence)
        {
            throw context.Fail(ErrorCodes.NotSupported, $"{sequence.Label} of shape [{context.Describe(sequence.Shape)}] is a sequence, and axis 0 is its steps: of rows with fewer steps the second part would not begin where the first one ends. Leave Axis out to join features.");
        }

        context.CommonTime(values);
        context.SetPerStep(context.Program.Add(new ConcatOperation(axis), values), values);
    }
}
