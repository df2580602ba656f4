using System;
using System.Collections.Generic;
using System.Linq;
using NetCompiler.Core.Common;
using NetCompiler.Core.Planning.Kernels;
using NetCompiler.Core.Tensors;
using NetCompiler.Core.Tensors.Operations;

namespace NetCompiler.Core.Planning.Lowering;

/// <summary>Other shapes and orders of the same elements: views of the same memory where strides allow, else copies.</summary>
internal sealed class ViewLowering(PlanBuilder plan)
{
    public void Realize(ViewGroup group)
    {
        TensorValue value = group.View;
        if (plan.PutOf(value) is not null)
        {
            return;
        }

        string name = value.ToString();
        switch (value.Operation)
        {
            case FromBytesOperation bytes:
                PlanTensor given = plan.Tensor(value.Operands[0]);
                var scaling = new ByteScaling(bytes.Scales, bytes.Offsets, bytes.Scales.Count == 1 ? -1 : 1);
                plan.SetTensor(value, given.ScaledView(name, value.Shape, (RowLayout)given.Layout, scaling));
                break;
            case ReshapeOperation when plan.Source(value.Operands[0]) is { Scaling: { Axis: < 0 } uniform } pixels
                && Reshaping.TryView(pixels.Shape, (RowLayout)pixels.Layout, value.Shape) is { } bytesView:
                plan.SetTensor(value, pixels.ScaledView(name, value.Shape, bytesView, uniform));
                break;
            case TransposeOperation turned when plan.Source(value.Operands[0]) is { Scaling: { } by } pixels:
                int[] permutation = [.. turned.Permutation];
                EquatableArray<int> turnedStrides = permutation.Select(axis => ((RowLayout)pixels.Layout).Strides[axis]).ToEquatableArray();
                ByteScaling turnedScaling = by with { Axis = by.Axis < 0 ? -1 : Array.IndexOf(permutation, by.Axis) };
                plan.SetTensor(value, pixels.ScaledView(name, value.Shape, new RowLayout(turnedStrides, IsPadded: false), turnedScaling));
                break;
            case ReshapeOperation:
                plan.SetTensor(value, Reshape(name, plan.AsRows(plan.Tensor(value.Operands[0])), value.Shape));
                break;
            case SliceOperation slice:
                PlanTensor whole = plan.AsRows(plan.Tensor(value.Operands[0]));
                var wholeLayout = (RowLayout)whole.Layout;
                bool isLast = slice.Axis == value.Shape.Rank - 1;
                plan.SetTensor(value, whole.View(name, value.Shape, wholeLayout with { IsPadded = wholeLayout.IsPadded && !isLast }, slice.Start * wholeLayout.Strides[slice.Axis]));
                break;
            case TransposeOperation transpose:
                PlanTensor source = plan.AsRows(plan.Tensor(value.Operands[0]));
                EquatableArray<int> strides = transpose.Permutation.Select(axis => ((RowLayout)source.Layout).Strides[axis]).ToEquatableArray();
                if (KernelGrouping.KeepsEnds(transpose))
                {
                    plan.SetTensor(value, source.View(name, value.Shape, new RowLayout(strides, ((RowLayout)source.Layout).IsPadded), 0));
                    break;
                }

                if (plan.Grouping.IsReadByWindowsOnly(value))
                {
                    // Windows are read one element at a time, in whatever order these lie.
                    plan.SetTensor(value, source.View(name, value.Shape, new RowLayout(strides, false), 0));
                    break;
                }

                // What is only reshaped lies best as every shape may have it.
                RowLayout order = plan.Grouping.IsOnlyReshaped(value) ? RowLayout.Dense(value.Shape) : RowLayout.Padded(value.Shape);
                plan.Move(source, strides, plan.New(value, order), value.Shape, PlanBuilder.Comment([value]));
                break;
            case BroadcastOperation:
                PlanTensor small = plan.AsRows(plan.Tensor(value.Operands[0]));
                int missing = value.Shape.Rank - small.Shape.Rank;
                IEnumerable<int> repeated = Enumerable.Range(0, value.Shape.Rank)
                    .Select(axis => axis < missing || small.Shape[axis - missing].IsOne ? 0 : ((RowLayout)small.Layout).Strides[axis - missing]);
                plan.Move(small, repeated.ToEquatableArray(), plan.New(value, RowLayout.Padded(value.Shape)), value.Shape, PlanBuilder.Comment([value]));
                break;
            case ConcatOperation concat:
                Concatenate(value, concat.Axis, value.Operands.Select(operand => (plan.AsRows(plan.Tensor(operand)), -1)).ToArray(), 0, 0);
                break;
            case PadOperation pad:
                Concatenate(value, pad.Axis, [(plan.AsRows(plan.Tensor(value.Operands[0])), pad.Before)], pad.Before, pad.After);
                break;
            default:
                throw new ProgramException(value.Operation.Name);
        }
    }

    // Parts side by side along an axis; with zeros around them, everything is cleared first.
    private void Concatenate(TensorValue value, int axis, IReadOnlyList<(PlanTensor Tensor, int Start)> parts, int before, int after)
    {
        PlanTensor target = plan.New(value, RowLayout.Padded(value.Shape));
        var layout = (RowLayout)target.Layout;
        if (before + after > 0)
        {
            int runPadding = layout.IsPadded ? Layout.Pad(value.Shape.Last) - value.Shape.Last : 0;
            plan.Call(new MoveKernel(PlanBuilder.Loops(value.Shape, layout.Strides, layout.Strides), runPadding, FillsZeros: true), [target], [target], PlanBuilder.PartitionOf(value.Shape.HasRows), PlanBuilder.Comment([value]));
        }

        bool alongRows = axis == value.Shape.Rank - 1;
        int start = before;
        for (int i = 0; i < parts.Count; i++)
        {
            PlanTensor part = parts[i].Tensor;
            bool endsRow = !alongRows || (i == parts.Count - 1 && after == 0);
            int padding = endsRow && layout.IsPadded ? Layout.Pad(value.Shape.Last) - value.Shape.Last : 0;
            PlanTensor place = target.View(value.ToString(), part.Shape, layout, start * layout.Strides[axis]);
            start += part.Shape[axis].Maximum;
            if (part.IsAt(place))
            {
                continue;
            }

            plan.Call(
                new MoveKernel(PlanBuilder.Loops(part.Shape, ((RowLayout)part.Layout).Strides, layout.Strides), padding, FillsZeros: false),
                [part, place],
                [place],
                PlanBuilder.PartitionOf(value.Shape.HasRows),
                PlanBuilder.Comment([value]));
        }
    }

    private PlanTensor Reshape(string name, PlanTensor source, Shape shape)
    {
        var layout = (RowLayout)source.Layout;
        if (Reshaping.TryView(source.Shape, layout, shape) is { } view)
        {
            return source.View(name, shape, view, 0);
        }

        // Row-major order is the order of memory in a dense copy; the loops of the copy are those of either shape.
        RowLayout padded = RowLayout.Padded(shape);
        if (Reshaping.CommonLoops(source.Shape, layout, shape, padded) is { } loops)
        {
            PlanTensor target = plan.NewTensor(name, shape, source.Element, padded);
            int padding = padded.IsPadded ? Layout.Pad(shape.Last) - shape.Last : 0;
            if (loops.Padding == 0 || padding == 0)
            {
                if (padding != 0)
                {
                    plan.Call(new MoveKernel(PlanBuilder.Loops(shape, padded.Strides, padded.Strides), padding, FillsZeros: true), [target], [target], PlanBuilder.PartitionOf(shape.HasRows), "padding of " + name);
                }

                plan.Call(new MoveKernel(loops.Loops, 0, FillsZeros: false), [source, target], [target], PlanBuilder.PartitionOf(shape.HasRows), "reshape " + name);
            }
            else
            {
                plan.Call(new MoveKernel(loops.Loops, padding, FillsZeros: false), [source, target], [target], PlanBuilder.PartitionOf(shape.HasRows), "reshape " + name);
            }

            return target;
        }

        PlanTensor dense = plan.NewTensor(name, source.Shape, source.Element, RowLayout.Dense(source.Shape));
        plan.Move(source, layout.Strides, dense, source.Shape, "reshape " + name);
        return Reshape(name, dense, shape);
    }
}
