using System;
using System.Collections.Generic;
using System.Linq;
using NetCompiler.Core.Common;
using NetCompiler.Core.Planning.Kernels;
using NetCompiler.Core.Tensors;
using NetCompiler.Core.Tensors.Operations;
using NetCompiler.Core.Tensors.Scalars;

namespace NetCompiler.Core.Planning.Lowering;

/// <summary>Products: the operands' layouts, and whether rows or lanes are summed over.</summary>
internal sealed class ContractLowering(PlanBuilder plan)
{
    public void Realize(ContractGroup group)
    {
        if (KernelGrouping.IsWeightGradient(group.Contract))
        {
            RealizeWeightGradient(group);
        }
        else
        {
            RealizeProduct(group);
        }
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

        PlanTensor a = AsLeft(plan.Tensor(left));
        int laneAxis = 1 - contract.RightContracted[0];
        PlanTensor b = plan.AsPanels(plan.Tensor(right), laneAxis);
        var panels = (PanelLayout)b.Layout;
        Shape shape = group.Result.Shape;
        PlanTensor result = plan.NewRows(group.Result, RowLayout.AlwaysPadded(shape));
        WindowLayout steps = StepsOf(a);
        (ScalarExpression epilogue, List<Extra> extras) = Epilogue(group, AsVectors);
        (int start, epilogue) = Start(epilogue, extras);
        List<StridedLoop> rows = StridedLoop.Join(2 + extras.Count, steps.Rows.Select((loop, axis) =>
            new StridedLoop(loop.Count, [loop.Stride, ((RowLayout)result.Layout).Strides[axis], .. extras.Select(extra => extra.Strides.Count == 0 ? 0 : extra.Strides[axis])])));
        List<StridedLoop> inner = StridedLoop.Join(1, steps.Columns.Select(loop => new StridedLoop(loop.Count, [loop.Stride])));
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
            panels.Panel,
            panels.Panel,
            row.Strides[1],
            start,
            epilogue,
            Operands(extras, row),
            Puts: false)
        {
            OuterRows = OuterRows(rows),
            OuterInner = inner.Take(inner.Count - 1)
                .Select((loop, i) => new InnerLoop(loop.Count, loop.Strides[0], panels.Panel * inner.Skip(i + 1).Aggregate(1, (product, within) => product * within.Count.Constant)))
                .ToEquatableArray(),
        };
        IEnumerable<PlanTensor> memory = extras.Where(extra => extra.Tensor is not null).Select(extra => extra.Tensor!);
        plan.Call(kernel, [a, b, result, .. memory], [result], shape.HasRows ? Partition.Rows : Partition.Tiles, Comment(group));
    }

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
        (ScalarExpression epilogue, List<Extra> extras) = Epilogue(group, operand => plan.AsPanels(operand, 0));

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
        IEnumerable<PlanTensor> memory = extras.Where(extra => extra.Tensor is not null).Select(extra => extra.Tensor!);
        IEnumerable<PlanTensor> operands = result is null ? [a, b, .. memory] : [a, b, result, .. memory];
        plan.Call(kernel, operands, result is null ? [] : [result], Partition.Tiles, Comment(group), put?.Offset ?? -1);
    }

    private static EquatableArray<RowLoop> OuterRows(List<StridedLoop> rows) =>
        rows.Take(rows.Count - 1).Select(loop => new RowLoop(loop.Count, loop.Strides[0], loop.Strides[1], loop.Strides.Skip(2).ToEquatableArray())).ToEquatableArray();

    private static EquatableArray<MapOperand> Operands(List<Extra> extras, StridedLoop row) =>
        extras.Select((extra, i) => new MapOperand(extra.Access, row.Strides[i + 2])).ToEquatableArray();

    // Whatever stride its rows have: one leads through them, or windows and surroundings make them loops.
    private PlanTensor AsLeft(PlanTensor tensor) => tensor.Layout is WindowLayout ? tensor : plan.AsRows(tensor);

    // Any left operand as rows and columns in loops.
    private static WindowLayout StepsOf(PlanTensor tensor) => tensor.Layout as WindowLayout ?? new WindowLayout(
        Enumerable.Range(0, tensor.Shape.Rank - 1).Select(axis => new NestLoop(Count.Of(tensor.Shape[axis]), ((RowLayout)tensor.Layout).Strides[axis])).ToEquatableArray(),
        EquatableArray.Of(new NestLoop(new Count(tensor.Shape.Last, false), 1)));

    // A bias that is added to nothing but the sum: the sum begins with it.
    private static (int Start, ScalarExpression Epilogue) Start(ScalarExpression epilogue, IReadOnlyList<Extra> extras)
    {
        ScalarExpression[] sums = epilogue.Nodes().Where(node => node is OperandExpression { Index: 0 }).ToArray();
        for (int i = 0; i < extras.Count && sums.Length == 1; i++)
        {
            ScalarExpression bias = ScalarExpression.Operand(i + 1);
            bool IsAddition(ScalarExpression node) => node is BinaryExpression { Kind: BinaryKind.Add } sum
                && ((sum.Left.Equals(sums[0]) && sum.Right.Equals(bias)) || (sum.Left.Equals(bias) && sum.Right.Equals(sums[0])));
            if (extras[i].Access == OperandAccess.Column && epilogue.Nodes().Any(IsAddition))
            {
                return (i, epilogue.Rewrite(node => IsAddition(node) ? sums[0] : null));
            }
        }

        return (-1, epilogue);
    }

    private (ScalarExpression Expression, List<Extra> Extras) Epilogue(ContractGroup group, Func<PlanTensor, PlanTensor> full)
    {
        var extras = new List<Extra>();
        if (group.Map is not { } map)
        {
            return (ScalarExpression.Operand(0), extras);
        }

        var indices = new int[map.Operands.Count];
        for (int i = 0; i < indices.Length; i++)
        {
            TensorValue operand = map.Operands[i];
            if (operand == group.Contract)
            {
                indices[i] = 0;
                continue;
            }

            indices[i] = extras.Count + 1;
            if (operand.Operation is RuntimeScalarOperation scalar)
            {
                extras.Add(new Extra(PlanBuilder.AccessOf(scalar), null, []));
                continue;
            }

            PlanTensor tensor;
            switch (KernelGrouping.KindOf(operand, map.Shape))
            {
                case OperandKind.Full:
                    tensor = full(plan.Tensor(operand));
                    extras.Add(new Extra(OperandAccess.Full, tensor, tensor.Layout is RowLayout layout ? layout.Strides.Take(map.Shape.Rank - 1).ToArray() : []));
                    break;
                case OperandKind.Column:
                    extras.Add(new Extra(OperandAccess.Column, plan.AsVectors(plan.Tensor(operand)), []));
                    break;
                case OperandKind.RowScalar:
                    tensor = plan.AsRows(plan.Tensor(operand));
                    var strides = ((RowLayout)tensor.Layout).Strides;
                    int missing = map.Shape.Rank - tensor.Shape.Rank;
                    extras.Add(new Extra(OperandAccess.RowScalar, tensor, Enumerable.Range(0, map.Shape.Rank - 1).Select(axis => axis < missing ? 0 : strides[axis - missing]).ToArray()));
                    break;
                default:
                    extras.Add(new Extra(OperandAccess.Scalar, plan.Tensor(operand), []));
                    break;
            }
        }

        return (((MapOperation)map.Operation).Expression.Renumber(indices), extras);
    }

    // Rows that may be read in whole vectors, however far apart.
    private PlanTensor AsVectors(PlanTensor tensor)
    {
        tensor = plan.AsRows(tensor);
        return ((RowLayout)tensor.Layout).IsPadded ? tensor : plan.Copy(tensor, RowLayout.AlwaysPadded(tensor.Shape));
    }

    // An operand of the closing map: its tensor, unless it is a scalar of the call, and its strides along the axes of the rows, if it moves with them.
    private sealed record Extra(OperandAccess Access, PlanTensor? Tensor, IReadOnlyList<int> Strides);

    private static string Comment(ContractGroup group) => PlanBuilder.Comment(group.Map is null ? [group.Contract] : [group.Contract, group.Map]);
}
