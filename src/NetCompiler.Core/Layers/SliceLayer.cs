using NetCompiler.Core.Building;
using NetCompiler.Core.Tensors;
using NetCompiler.Core.Tensors.Operations;

namespace NetCompiler.Core.Layers;

/// <summary>A part of one extent of a sample; torch.narrow.</summary>
internal sealed class SliceLayer : ILayer
{
    public string Kind => "Slice";

    public LayerRole Role => LayerRole.Layer;

    public void Lower(LayerContext context)
    {
        TensorValue value = context.Current;
        int axis = SampleAxis.Of(context, value, "Axis", SampleAxis.Default(context, value), "Leave Axis out to cut features; [Last] takes the last step.");
        int extent = value.Shape[axis].Maximum;
        int start = context.Arguments.Integer("start", int.MinValue);
        int end = context.Arguments.Integer("end", int.MinValue, int.MaxValue, otherwise: int.MaxValue);
        int first = start < 0 ? start + extent : start;
        int last = end == int.MaxValue ? extent : end < 0 ? end + extent : end;
        if (first < 0 || last > extent || first >= last)
        {
            string written = end == int.MaxValue ? $"{start} on" : $"{start} to {end}";
            throw context.Fail(
                ErrorCodes.InvalidArgument,
                $"from {written} there is nothing to take of axis {axis - SampleAxis.First(value.Shape)} of its operand {value.Label} of shape [{context.Describe(value.Shape)}], which has {extent} elements: it must begin at -{extent} to {extent - 1} and end behind that, at most at {extent}.");
        }

        context.SetPerStep(first == 0 && last == extent ? value : context.Program.Add(new SliceOperation(axis, first, last - first), value));
    }
}
