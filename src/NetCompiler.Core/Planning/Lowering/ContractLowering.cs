using System;
using System.Collections.Generic;
using System.Linq;
using NetCompiler.Core.Common;
using NetCompiler.Core.Planning.Kernels;
using NetCompiler.Core.Planning.Tiles;
using NetCompiler.Core.Tensors;
using NetCompiler.Core.Tensors.Operations;
using NetCompiler.Core.Tensors.Scalars;

namespace NetCompiler.Core.Planning.Lowering;

/// <summary>Products: the operands' layouts, and whether rows or lanes are summed over.</summary>
internal sealed class ContractLowering(PlanBuilder plan)
{
    public void Realize(ContractGroup group)
    {
        var winograd = new WinogradLowering(plan);
        bool isGradient = KernelGrouping.IsWeightGradient(group.Contract);
        if (winograd.Takes(group, isGradient ? 1 : 0))
        {
            winograd.Realize(group, isGradient);
        }
        else if (isGradient)
        {
            RealizeWeightGradient(group);
        }
        else if (group.Contract.Operation is ContractOperation { LeftBatch.Count: > 0 })
        {
            RealizeBatched(group);
        }
        else
        {
            RealizeProduct(group);
        }
    }

    // A product for each index of the batch axes: loops around the rows along which right moves too. Vectors run over the last free axis of right, which
    // a copy brings to the end where it is not there; left is read one element at a time, in whatever order it lies.
    private void RealizeBatched(ContractGroup group)
    {
        var contract = (ContractOperation)group.Contract.Operation;
        TensorValue left = group.Contract.Operands[0];
        TensorValue right = group.Contract.Operands[1];
        int[] leftContracted = [.. contract.LeftContracted];
        int[] rightContracted = [.. contract.RightContracted];
        int[] leftBatch = [.. contract.LeftBatch];
        int[] rightBatch = [.. contract.RightBatch];
        int[] leftFree = ContractOperation.Free(left.Shape.Rank, contract.LeftContracted, contract.LeftBatch);
        int[] rightFree = ContractOperation.Free(right.Shape.Rank, contract.RightContracted, contract.RightBatch);
        if (rightFree.Length == 0)
        {
            // The result has the same axes in the same order with the operands exchanged.
            (left, right) = (right, left);
            (leftContracted, rightContracted) = (rightContracted, leftContracted);
            (leftBatch, rightBatch) = (rightBatch, leftBatch);
            (leftFree, rightFree) = (rightFree, leftFree);
        }

        if (rightFree.Length == 0)
        {
            throw new ProgramException($"{group.Contract} = {contract.Print([left.Shape.ToString(), right.Shape.ToString()])} has no kernel: neither operand has an axis of its own.");
        }

        int lanes = rightFree[rightFree.Length - 1];
        PlanTensor a = plan.AsRows(plan.Tensor(left));
        PlanTensor b = AsLanes(plan.Tensor(right), lanes);
        EquatableArray<int> aStrides = ((RowLayout)a.Layout).Strides;
        EquatableArray<int> bStrides = ((RowLayout)b.Layout).Strides;
        Shape shape = group.Result.Shape;
        PlanTensor result = plan.NewRows(group.Result, LayoutOf(group.Result));
        EquatableArray<int> strides = ((RowLayout)result.Layout).Strides;
        (ScalarExpression epilogue, List<ClosingOperand> extras) = ClosingMap.Of(plan, group.Contract, group.Map, plan.AsPaddedRows);
        (int start, epilogue) = ClosingMap.Start(epilogue, extras);

        // Strides of left, right, result and extras along an axis of the result.
        int axis = 0;
        StridedLoop Along(int ofLeft, int ofRight)
        {
            int own = axis++;
            return new StridedLoop(Count.Of(shape[own]), [ofLeft, ofRight, strides[own], .. extras.Select(extra => extra.StrideOf(own))]);
        }

        int operands = 3 + extras.Count;
        StridedLoop[] batches = leftBatch.Select((of, i) => Along(aStrides[of], bStrides[rightBatch[i]])).ToArray();
        StridedLoop[] free = leftFree.Select(of => Along(aStrides[of], 0)).ToArray();
        StridedLoop[] others = rightFree.Take(rightFree.Length - 1).Select(of => Along(0, bStrides[of])).ToArray();
        List<StridedLoop> rows = StridedLoop.Join(operands, free);
        StridedLoop[] outer = [.. StridedLoop.Join(operands, batches.Concat(others)), .. rows.Take(rows.Count - 1)];
        List<StridedLoop> inner = StridedLoop.Join(2, leftContracted.Select((of, i) => new StridedLoop(Count.Of(left.Shape[of]), [aStrides[of], bStrides[rightContracted[i]]])));
        StridedLoop row = rows[rows.Count - 1];
        StridedLoop step = inner[inner.Count - 1];
        int columns = shape.Last;
        int panel = Layout.PanelOf(columns);
        var kernel = new ContractKernel(
            row.Count,
            step.Count,
            columns,
            panel,
            row.Strides[0],
            step.Strides[0],
            panel,
            step.Strides[1],
            panel,
            row.Strides[2],
            start,
            epilogue,
            extras.Select((extra, i) => new MapOperand(extra.Access, row.Strides[i + 3])).ToEquatableArray(),
            Puts: false)
        {
            OuterRows = outer.Select(loop => new RowLoop(loop.Count, loop.Strides[0], loop.Strides[2], loop.Strides.Skip(3).ToEquatableArray()) { RightStride = loop.Strides[1] }).ToEquatableArray(),
            OuterInner = inner.Take(inner.Count - 1).Select(loop => new InnerLoop(loop.Count, loop.Strides[0], loop.Strides[1])).ToEquatableArray(),
        };
        plan.Call(kernel, [a, b, result, .. ClosingMap.Memory(extras)], [result], shape.HasRows ? Partition.Rows : Partition.Tiles, Comment(group));
    }

    // In whole vectors along an axis: as it lies, or in a copy.
    private PlanTensor AsLanes(PlanTensor tensor, int axis)
    {
        Shape shape = tensor.Shape;
        if (axis == shape.Rank - 1)
        {
            return plan.AsPaddedRows(tensor);
        }

        tensor = plan.AsRows(tensor);
        var strides = new int[shape.Rank];
        strides[axis] = 1;
        int stride = Layout.Pad(shape[axis].Maximum);
        for (int other = shape.Rank - 1; other >= 0; other--)
        {
            if (other != axis)
            {
                strides[other] = stride;
                stride *= shape[other].Maximum;
            }
        }

        return plan.Copy(tensor, new RowLayout(strides.ToEquatableArray(), IsPadded: false));
    }

    // A result that is only read in another order of its rows lies in that order.
    private RowLayout LayoutOf(TensorValue result)
    {
        if (plan.Grouping.OnlyTransposed(result) is not { } permutation)
        {
            return RowLayout.AlwaysPadded(result.Shape);
        }

        RowLayout turned = RowLayout.AlwaysPadded(Shape.Of(permutation.Select(axis => result.Shape[axis])));
        return turned with { Strides = Enumerable.Range(0, permutation.Count).Select(axis => turned.Strides[permutation.TakeWhile(other => other != axis).Count()]).ToEquatableArray() };
    }

    // left [.., k] times a matrix with k on one axis: rows of left are rows of the result.
    private void RealizeProduct(ContractGroup group)
    {
        var contract = (ContractOperation)group.Contract.Operation;
        TensorValue left = group.Contract.Operands[0];
        TensorValue right = group.Contract.Operands[1];
        if (contract.LeftBatch.Count > 0 || contract.LeftContracted.Count != 1 || contract.LeftContracted[0] != left.Shape.Rank - 1 || right.Shape.Rank != 2 || right.Shape.HasRows)
        {
            throw new ProgramException($"{group.Contract} = {contract.Print([left.Shape.ToString(), right.Shape.ToString()])} has no kernel.");
        }

        PlanTensor b = plan.AsPanels(plan.Tensor(right), 1 - contract.RightContracted[0]);
        Shape shape = group.Result.Shape;
        PlanTensor result = plan.NewRows(group.Result, RowLayout.AlwaysPadded(shape));
        EquatableArray<int> strides = ((RowLayout)result.Layout).Strides;
        (ScalarExpression epilogue, List<ClosingOperand> extras) = ClosingMap.Of(plan, group.Contract, group.Map, plan.AsPaddedRows);
        (int start, epilogue) = ClosingMap.Start(epilogue, extras);
        int panel = ((PanelLayout)b.Layout).Panel;
        if (!plan.Grouping.IsInParts(left))
        {
            PlanTensor a = AsLeft(plan.Tensor(left));
            WindowLayout steps = StepsOf(a);
            int length = left.Shape.Last;
            IEnumerable<StridedLoop> columns = steps.Columns.Select(loop => new StridedLoop(loop.Count, [loop.Stride, panel * (length /= loop.Count.Constant)]));
            Multiply(a, columns, b, result, steps.Rows.Select((loop, axis) => new StridedLoop(loop.Count, [loop.Stride, strides[axis], .. extras.Select(extra => extra.StrideOf(axis))])), extras);
            return;
        }

        // Part by part: rows of the result that are as far apart as the gaps are wide meet the same elements of the kernel.
        var windows = (WindowsOperation)left.Operation;
        TensorValue x = left.Operands[0];
        WindowsPart[] parts = windows.Parts().ToArray();
        PlanTensor met = plan.AsSurrounded(plan.Tensor(x), Margins(parts, x.Shape), PlanBuilder.Comment([left]));
        foreach (WindowsPart part in parts)
        {
            PlanTensor a = WindowsLowering.ViewOf(met.Name, left.Shape, part.Windows, met);
            var steps = (WindowLayout)a.Layout;
            int elements = left.Shape.Last;
            int from = 0;
            var columns = new List<StridedLoop>();
            for (int axis = 0; axis < windows.Axes; axis++)
            {
                elements /= windows.Window[axis];
                from += part.IsEmpty ? 0 : part.First[axis] * elements * panel;
                columns.Add(new StridedLoop(steps.Columns[axis].Count, [steps.Columns[axis].Stride, part.Period[axis] * elements * panel]));
            }

            columns.Add(new StridedLoop(new Count(part.IsEmpty ? 0 : x.Shape.Last, false), [1, panel]));
            int Gap(int axis) => axis == 0 ? 1 : windows.Gap[axis - 1];
            int At(Func<int, int> stride) => Enumerable.Range(0, windows.Axes).Sum(axis => part.Phase[axis] * stride(axis + 1));
            Multiply(
                a,
                part.IsEmpty ? columns.Skip(windows.Axes) : columns,
                b.View(b.Name, b.Shape, b.Layout, from),
                result.View(result.Name, result.Shape, result.Layout, At(axis => strides[axis])),
                steps.Rows.Select((loop, axis) => new StridedLoop(loop.Count, [loop.Stride, strides[axis] * Gap(axis), .. extras.Select(extra => extra.StrideOf(axis) * Gap(axis))])),
                extras.Select(extra => extra.Tensor is null ? extra : extra with { Tensor = extra.Tensor.View(extra.Tensor.Name, extra.Tensor.Shape, extra.Tensor.Layout, At(extra.StrideOf)) }).ToList());
        }

        // Loops over columns have the strides of left and right, loops over rows those of left, result and extras.
        void Multiply(PlanTensor a, IEnumerable<StridedLoop> columnLoops, PlanTensor right, PlanTensor product, IEnumerable<StridedLoop> rowLoops, List<ClosingOperand> closing)
        {
            var panels = (PanelLayout)right.Layout;
            List<StridedLoop> rows = StridedLoop.Join(2 + closing.Count, rowLoops);
            List<StridedLoop> inner = StridedLoop.Join(2, columnLoops);
            StridedLoop row = rows[rows.Count - 1];
            StridedLoop step = inner[inner.Count - 1];
            var kernel = new ContractKernel(
                row.Count,
                step.Count,
                panels.Lanes,
                panels.Panel,
                row.Strides[0],
                step.Strides[0],
                panels.PanelStride,
                step.Strides[1],
                panels.Panel,
                row.Strides[1],
                start,
                epilogue,
                Operands(closing, row),
                Puts: false)
            {
                Alternates = plan.IsInLoop && rows.Count == 1 && inner.Count == 1 && ContractTile.Alternates(row.Count, step.Count, panels.Lanes, plan.Context.Real),
                OuterRows = OuterRows(rows),
                OuterInner = inner.Take(inner.Count - 1).Select(loop => new InnerLoop(loop.Count, loop.Strides[0], loop.Strides[1])).ToEquatableArray(),
            };
            plan.Call(kernel, [a, right, product, .. ClosingMap.Memory(closing)], [product], shape.HasRows ? Partition.Rows : Partition.Tiles, Comment(group));
        }
    }

    // As many zeros as any part meets; a kernel that meets nothing but zeros has no part.
    private static EquatableArray<Margin> Margins(WindowsPart[] parts, Shape x) => parts.Where(part => !part.IsEmpty).Select(part => KernelGrouping.MarginsOf(part.Windows, x))
        .Aggregate(x.Spatial.Select(_ => default(Margin)).ToEquatableArray(), (a, b) => a.Select((margin, axis) => new Margin(Math.Max(margin.Before, b[axis].Before), Math.Max(margin.After, b[axis].After))).ToEquatableArray());

    // Both operands over the same rows, summed over them: lanes run over the left operand's last axis.
    private void RealizeWeightGradient(ContractGroup group)
    {
        TensorValue left = group.Contract.Operands[0];
        TensorValue right = group.Contract.Operands[1];
        PlanTensor b = plan.AsZeroPadded(plan.Tensor(left));
        PlanTensor a = AsLeft(plan.Tensor(right));
        WindowLayout steps = StepsOf(a);
        PanelLayout layout = PanelLayout.Of(group.Result.Shape, 0);
        ParameterPlacement? put = plan.PutOf(group.Result);
        PlanTensor? result = put is null ? plan.New(group.Result, layout) : null;
        (ScalarExpression epilogue, List<ClosingOperand> extras) = ClosingMap.Of(plan, group.Contract, group.Map, operand => plan.AsPanels(operand, 0));

        // Rows of the result are columns of the windows; in panels they are one stride apart.
        int stride = layout.Panel;
        List<StridedLoop> joined = StridedLoop.Join(1, steps.Columns.Select(loop => new StridedLoop(loop.Count, [loop.Stride])));
        var rows = new List<StridedLoop>();
        for (int i = joined.Count - 1; i >= 0; i--)
        {
            int place = stride;
            rows.Insert(0, new StridedLoop(joined[i].Count, [joined[i].Strides[0], place, .. extras.Select(extra => extra.Access == OperandAccess.Full ? place : 0)]));
            stride *= joined[i].Count.Constant;
        }

        List<StridedLoop> inner = StridedLoop.Join(2, steps.Rows.Select((loop, axis) => new StridedLoop(loop.Count, [loop.Stride, ((RowLayout)b.Layout).Strides[axis]])));
        StridedLoop row = rows[rows.Count - 1];
        StridedLoop step = inner[inner.Count - 1];
        var kernel = new ContractKernel(
            row.Count,
            step.Count,
            layout.Lanes,
            layout.Panel,
            row.Strides[0],
            step.Strides[0],
            layout.Panel,
            step.Strides[1],
            layout.PanelStride,
            layout.Panel,
            -1,
            epilogue,
            Operands(extras, row),
            put is not null)
        {
            OuterRows = OuterRows(rows),
            OuterInner = inner.Take(inner.Count - 1).Select(loop => new InnerLoop(loop.Count, loop.Strides[0], loop.Strides[1])).ToEquatableArray(),
        };
        IEnumerable<PlanTensor> operands = result is null ? [a, b, .. ClosingMap.Memory(extras)] : [a, b, result, .. ClosingMap.Memory(extras)];
        plan.Call(kernel, operands, result is null ? [] : [result], Partition.Tiles, Comment(group), put?.Offset ?? -1);
    }

    private static EquatableArray<RowLoop> OuterRows(List<StridedLoop> rows) =>
        rows.Take(rows.Count - 1).Select(loop => new RowLoop(loop.Count, loop.Strides[0], loop.Strides[1], loop.Strides.Skip(2).ToEquatableArray())).ToEquatableArray();

    private static EquatableArray<MapOperand> Operands(List<ClosingOperand> extras, StridedLoop row) =>
        extras.Select((extra, i) => new MapOperand(extra.Access, row.Strides[i + 2])).ToEquatableArray();

    // Whatever stride its rows have: one leads through them, or windows and surroundings make them loops.
    private PlanTensor AsLeft(PlanTensor tensor) => tensor.Layout is WindowLayout ? tensor : plan.AsRows(tensor);

    // Any left operand as rows and columns in loops.
    private static WindowLayout StepsOf(PlanTensor tensor) => tensor.Layout as WindowLayout ?? new WindowLayout(
        Enumerable.Range(0, tensor.Shape.Rank - 1).Select(axis => new NestLoop(Count.Of(tensor.Shape[axis]), ((RowLayout)tensor.Layout).Strides[axis])).ToEquatableArray(),
        EquatableArray.Of(new NestLoop(new Count(tensor.Shape.Last, false), 1)));

    /// <summary>What a product and its map belong to, in the user's words.</summary>
    public static string Comment(ContractGroup group) => PlanBuilder.Comment(group.Map is null ? [group.Contract] : [group.Contract, group.Map]);
}
