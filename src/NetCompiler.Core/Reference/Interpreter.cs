using System;
using System.Collections.Generic;
using System.Linq;
using NetCompiler.Core.Tensors;
using NetCompiler.Core.Tensors.Operations;

namespace NetCompiler.Core.Reference;

/// <summary>
/// Runs programs in double, with plain loops over every index: slow, and simple enough to be believed. It is what derivatives and
/// emitted code are tested against.
/// </summary>
internal static class Interpreter
{
    /// <summary>Computes every value of a program.</summary>
    /// <exception cref="ProgramException">Rows out of range, a source that is missing, of another length or not whole where integers
    /// are asked, or an operation without an evaluation.</exception>
    public static ReferenceRun Run(TensorProgram program, ReferenceCall call)
    {
        var values = new double[program.Values.Count][];
        var scans = new Dictionary<TensorValue, IReadOnlyDictionary<ItemOperation, double[]>>();
        foreach (TensorValue value in program.Values)
        {
            if (value.Shape.HasRows && (call.Rows < 1 || call.Rows > value.Shape[0].Maximum))
            {
                throw new ProgramException($"{call.Rows} rows for {value}, which has 1 to {value.Shape[0].Maximum}.");
            }

            double[][] operands = value.Operands.Select(operand => values[operand.Id]).ToArray();
            DenseLayout[] layouts = value.Operands.Select(operand => DenseLayout.Of(operand.Shape, call.Rows)).ToArray();
            if (value.Operation is ScanOperation scan)
            {
                scans.Add(value, ScanEvaluation.Run(scan, operands, call));
                values[value.Id] = [];
                continue;
            }

            values[value.Id] = value.Operation is ItemOperation item
                ? scans[value.Operands[0]][item]
                : Evaluate(value.Operation, DenseLayout.Of(value.Shape, call.Rows), operands, layouts, call);
        }

        return new ReferenceRun(program, values);
    }

    private static double[] Evaluate(Operation operation, DenseLayout layout, double[][] operands, DenseLayout[] layouts, ReferenceCall call) => operation switch
    {
        SourceOperation source => Source(source, layout, call),
        ConstantOperation constant => Elements(layout, _ => constant.Value),
        RuntimeScalarOperation { Kind: RuntimeScalarKind.Scale } => [call.Scale],
        RuntimeScalarOperation { Kind: RuntimeScalarKind.Share } => [call.Share],
        RandomMaskOperation mask => Mask(mask, layout, call),
        RandomUniformOperation uniform => Drawn(uniform.Key, layout, call, RandomMask.Uniform),
        StopGradientOperation or StationaryOperation or ReshapeOperation => operands[0],
        CountOperation => Elements(layout, indices => operands[0][layouts[0].Position(indices)] + 1),
        MapOperation map => Elements(layout, indices => map.Expression.Evaluate(
            operand => operands[operand][layouts[operand].Position(indices)],
            axisFromLast => indices[indices.Length - 1 - axisFromLast])),
        FromBytesOperation bytes => Elements(layout, indices => FromBytes(bytes, operands[0][layout.Position(indices)], indices)),
        ContractOperation contract => Contract(contract, layout, operands, layouts),
        ConvolveOperation convolve => SlidingWindows.Convolve(convolve, layout, operands, layouts),
        DepthwiseOperation depthwise => SlidingWindows.Depthwise(depthwise, layout, operands, layouts),
        WindowsOperation windows => SlidingWindows.Windows(windows, layout, operands[0], layouts[0]),
        RoutedWeightOperation routed => SlidingWindows.RoutedWeight(routed, layout, operands, layouts),
        RoutedInputOperation routed => SlidingWindows.RoutedInput(routed, layout, operands, layouts),
        PoolOperation pool => SlidingWindows.Pool(pool, layout, operands, layouts),
        GatherOperation => Gather(layout, operands, layouts),
        ScatterAddOperation => ScatterAdd(layout, operands, layouts),
        ReduceOperation reduce => Reduce(reduce, layout, operands[0], layouts[0]),
        BroadcastOperation => Elements(layout, indices => operands[0][layouts[0].Position(indices)]),
        TransposeOperation transpose => Transpose(transpose, layout, operands[0], layouts[0]),
        SliceOperation slice => Elements(layout, indices => operands[0][layouts[0].Position(Moved(indices, slice.Axis, slice.Start))]),
        PadOperation pad => Pad(pad, layout, operands[0], layouts[0]),
        ResampleOperation resample => Resample(resample, layout, operands[0], layouts[0]),
        ConcatOperation concat => Concat(concat, layout, operands, layouts),
        _ => throw new ProgramException($"{operation.Name} has no evaluation: add it to {nameof(Interpreter)}."),
    };

    private static double[] Source(SourceOperation source, DenseLayout layout, ReferenceCall call)
    {
        if (!call.Sources.TryGetValue((source.Kind, source.Source), out double[]? elements))
        {
            throw new ProgramException($"The call gives no {source.Name} {source.Source}.");
        }

        if (elements.Length != layout.Length)
        {
            throw new ProgramException($"{source.Name} {source.Source} {source.Shape} takes {layout.Length} elements at {call.Rows} rows, not {elements.Length}.");
        }

        if (source.Element != ElementKind.Real && elements.Any(element => element != Math.Floor(element)))
        {
            throw new ProgramException($"{source.Name} {source.Source} is of integers.");
        }

        if (source.Element == ElementKind.Byte && elements.Any(element => element != Math.Floor(element) || element is < 0 or > 255))
        {
            throw new ProgramException($"{source.Name} {source.Source} is of bytes.");
        }

        return elements;
    }

    private static double FromBytes(FromBytesOperation bytes, double value, int[] indices)
    {
        int index = bytes.Scales.Count == 1 ? 0 : indices[1];
        return (bytes.Scales[index] * value) + bytes.Offsets[index];
    }

    private static double[] Mask(RandomMaskOperation mask, DenseLayout layout, ReferenceCall call)
    {
        uint threshold = RandomMask.Threshold(mask.Keep);
        double kept = RandomMask.KeptValue(mask.Keep);
        return Drawn(mask.Key, layout, call, (rowKey, index) => RandomMask.IsKept(rowKey, index, threshold) ? kept : 0);
    }

    private static double[] Drawn(int maskKey, DenseLayout layout, ReferenceCall call, Func<uint, int, double> draw)
    {
        uint key = RandomMask.MaskKey(call.Seed, call.Step, maskKey);
        int length = layout.Length / call.Rows;
        var result = new double[layout.Length];
        for (int row = 0; row < call.Rows; row++)
        {
            uint rowKey = RandomMask.RowKey(key, call.FirstRow + row);
            for (int index = 0; index < length; index++)
            {
                result[(row * length) + index] = draw(rowKey, index);
            }
        }

        return result;
    }

    private static double[] Contract(ContractOperation contract, DenseLayout layout, double[][] operands, DenseLayout[] layouts)
    {
        DenseLayout left = layouts[0];
        DenseLayout right = layouts[1];
        int[] leftFree = ContractOperation.Free(left.Rank, contract.LeftContracted, contract.LeftBatch);
        int[] rightFree = ContractOperation.Free(right.Rank, contract.RightContracted, contract.RightBatch);
        DenseLayout summed = DenseLayout.Of(contract.LeftContracted.Select(axis => left.Extents[axis]).ToArray());
        int[] Offsets(DenseLayout operand, IReadOnlyList<int> axes) => Enumerable.Range(0, summed.Length).Select(position =>
        {
            int[] contracted = summed.Indices(position);
            var indices = new int[operand.Rank];
            for (int i = 0; i < contracted.Length; i++)
            {
                indices[axes[i]] = contracted[i];
            }

            return operand.Position(indices);
        }).ToArray();
        int[] leftOffsets = Offsets(left, contract.LeftContracted);
        int[] rightOffsets = Offsets(right, contract.RightContracted);
        return Elements(layout, indices =>
        {
            var leftIndices = new int[left.Rank];
            var rightIndices = new int[right.Rank];
            int next = 0;
            for (int i = 0; i < contract.LeftBatch.Count; i++, next++)
            {
                leftIndices[contract.LeftBatch[i]] = indices[next];
                rightIndices[contract.RightBatch[i]] = indices[next];
            }

            foreach (int axis in leftFree)
            {
                leftIndices[axis] = indices[next++];
            }

            foreach (int axis in rightFree)
            {
                rightIndices[axis] = indices[next++];
            }

            // Indices of the summed axes are 0 so far.
            int leftBegin = left.Position(leftIndices);
            int rightBegin = right.Position(rightIndices);
            double sum = 0;
            for (int position = 0; position < summed.Length; position++)
            {
                sum += operands[0][leftBegin + leftOffsets[position]] * operands[1][rightBegin + rightOffsets[position]];
            }

            return sum;
        });
    }

    private static double[] Gather(DenseLayout layout, double[][] operands, DenseLayout[] layouts)
    {
        int rank = layouts[1].Rank;
        return Elements(layout, indices => operands[0][layouts[0].Position([RowOf(operands[1][layouts[1].Position([.. indices.Take(rank)])], layouts[0].Extents[0]), .. indices.Skip(rank)])]);
    }

    private static double[] ScatterAdd(DenseLayout layout, double[][] operands, DenseLayout[] layouts)
    {
        int rank = layouts[1].Rank;
        double[] result = Elements(layout, _ => 0);
        for (int position = 0; position < layouts[0].Length; position++)
        {
            int[] indices = layouts[0].Indices(position);
            int row = RowOf(operands[1][layouts[1].Position([.. indices.Take(rank)])], layout.Extents[0]);
            result[layout.Position([row, .. indices.Skip(rank)])] += operands[0][position];
        }

        return result;
    }

    private static int RowOf(double index, int rows) =>
        index >= 0 && index < rows && index == Math.Floor(index) ? (int)index : throw new ProgramException($"{index} is no row of a table of {rows}.");

    private static double[] Reduce(ReduceOperation reduce, DenseLayout layout, double[] operand, DenseLayout operandLayout)
    {
        double[] result = Elements(layout, _ => reduce.Kind == ReduceKind.Sum ? 0 : double.NegativeInfinity);
        for (int position = 0; position < operand.Length; position++)
        {
            // Reduced axes stay with extent 1, along which every index meets the one element.
            int target = layout.Position(operandLayout.Indices(position));
            result[target] = reduce.Kind switch
            {
                ReduceKind.Sum => result[target] + operand[position],
                ReduceKind.Max => Math.Max(result[target], operand[position]),
                _ => throw new ProgramException($"{reduce.Kind} has no evaluation."),
            };
        }

        return result;
    }

    private static double[] Transpose(TransposeOperation transpose, DenseLayout layout, double[] operand, DenseLayout operandLayout) =>
        Elements(layout, indices =>
        {
            var source = new int[indices.Length];
            for (int axis = 0; axis < indices.Length; axis++)
            {
                source[transpose.Permutation[axis]] = indices[axis];
            }

            return operand[operandLayout.Position(source)];
        });

    private static double[] Pad(PadOperation pad, DenseLayout layout, double[] operand, DenseLayout operandLayout) =>
        Elements(layout, indices =>
        {
            int index = indices[pad.Axis] - pad.Before;
            return index < 0 || index >= operandLayout.Extents[pad.Axis] ? 0 : operand[operandLayout.Position(Moved(indices, pad.Axis, -pad.Before))];
        });

    private static double[] Resample(ResampleOperation resample, DenseLayout layout, double[] operand, DenseLayout operandLayout) =>
        Elements(layout, indices =>
        {
            int index = indices[resample.Axis];
            return resample.Matrix.Rows[index].Sum(entry => entry.Weight * operand[operandLayout.Position(Moved(indices, resample.Axis, entry.Column - index))]);
        });

    private static double[] Concat(ConcatOperation concat, DenseLayout layout, double[][] operands, DenseLayout[] layouts) =>
        Elements(layout, indices =>
        {
            int start = 0;
            int piece = 0;
            while (indices[concat.Axis] >= start + layouts[piece].Extents[concat.Axis])
            {
                start += layouts[piece++].Extents[concat.Axis];
            }

            return operands[piece][layouts[piece].Position(Moved(indices, concat.Axis, -start))];
        });

    private static double[] Elements(DenseLayout layout, Func<int[], double> element)
    {
        var result = new double[layout.Length];
        for (int position = 0; position < result.Length; position++)
        {
            result[position] = element(layout.Indices(position));
        }

        return result;
    }

    private static int[] Moved(int[] indices, int axis, int by)
    {
        var moved = (int[])indices.Clone();
        moved[axis] += by;
        return moved;
    }
}
