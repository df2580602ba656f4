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
        RowLayout layout = RowLayout.AlwaysPadded(shape);
        PlanTensor result = plan.New(group.Result, layout);
        WindowLayout steps = StepsOf(a);
        Count rows = shape.Extents.Take(shape.Rank - 1).Aggregate(new Count(1, false), (count, extent) => count * Count.Of(extent));
        int resultStride = Layout.Pad(shape.Last);
        (ScalarExpression epilogue, List<MapOperand> extras, List<PlanTensor> memory) = Epilogue(group, operand => (plan.AsUniform(plan.AsVectors(operand)), -1));
        (int start, epilogue) = Start(epilogue, extras);
        var kernel = new ContractKernel(
            Innermost(steps.Rows).Count,
            Innermost(steps.Columns).Count,
            panels.Lanes,
            panels.Panel,
            Innermost(steps.Rows).Stride,
            Innermost(steps.Columns).Stride,
            panels.PanelStride,
            panels.Panel,
            panels.Panel,
            resultStride,
            start,
            epilogue,
            extras.ToEquatableArray(),
            Puts: false)
        {
            OuterRows = Outer(steps.Rows),
            OuterInner = Outer(steps.Columns),
        };
        plan.Call(kernel, [a, b, result, .. memory], [result], rows.TimesRows ? Partition.Rows : Partition.Tiles, Comment(group));
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
        (ScalarExpression epilogue, List<MapOperand> extras, List<PlanTensor> memory) = Epilogue(group, operand => (plan.AsPanels(operand, 0), layout.Panel));
        var kernel = new ContractKernel(
            Innermost(steps.Columns).Count,
            Innermost(steps.Rows).Count,
            layout.Lanes,
            layout.Panel,
            Innermost(steps.Columns).Stride,
            Innermost(steps.Rows).Stride,
            layout.Panel,
            ((RowLayout)b.Layout).UniformStride(b.Shape)!.Value,
            layout.PanelStride,
            layout.Panel,
            -1,
            epilogue,
            extras.ToEquatableArray(),
            put is not null)
        {
            OuterRows = Outer(steps.Columns),
            OuterInner = Outer(steps.Rows),
        };
        IEnumerable<PlanTensor> operands = result is null ? [a, b, .. memory] : [a, b, result, .. memory];
        plan.Call(kernel, operands, result is null ? [] : [result], Partition.Tiles, Comment(group), put?.Offset ?? -1);
    }

    private PlanTensor AsLeft(PlanTensor tensor) => tensor.Layout is WindowLayout ? tensor : plan.AsUniform(tensor);

    // Any left operand as rows and columns in loops: one each, but for windows.
    private static WindowLayout StepsOf(PlanTensor tensor)
    {
        if (tensor.Layout is WindowLayout windows)
        {
            return windows;
        }

        Count rows = tensor.Shape.Extents.Take(tensor.Shape.Rank - 1).Aggregate(new Count(1, false), (count, extent) => count * Count.Of(extent));
        return new WindowLayout(
            EquatableArray.Of(new NestLoop(rows, ((RowLayout)tensor.Layout).UniformStride(tensor.Shape)!.Value)),
            EquatableArray.Of(new NestLoop(new Count(tensor.Shape.Last, false), 1)));
    }

    private static NestLoop Innermost(EquatableArray<NestLoop> loops) => loops[loops.Count - 1];

    private static EquatableArray<NestLoop> Outer(EquatableArray<NestLoop> loops) => loops.Take(loops.Count - 1).ToEquatableArray();

    // A bias that is added to nothing but the sum: the sum begins with it.
    private static (int Start, ScalarExpression Epilogue) Start(ScalarExpression epilogue, IReadOnlyList<MapOperand> extras)
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

    private (ScalarExpression Expression, List<MapOperand> Extras, List<PlanTensor> Memory) Epilogue(
        ContractGroup group, Func<PlanTensor, (PlanTensor Tensor, int Stride)> full)
    {
        var extras = new List<MapOperand>();
        var memory = new List<PlanTensor>();
        if (group.Map is not { } map)
        {
            return (ScalarExpression.Operand(0), extras, memory);
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
                extras.Add(new MapOperand(PlanBuilder.AccessOf(scalar), 0));
                continue;
            }

            PlanTensor tensor;
            switch (KernelGrouping.KindOf(operand, map.Shape))
            {
                case OperandKind.Full:
                    (tensor, int stride) = full(plan.Tensor(operand));
                    extras.Add(new MapOperand(OperandAccess.Full, stride >= 0 ? stride : ((RowLayout)tensor.Layout).UniformStride(tensor.Shape)!.Value));
                    break;
                case OperandKind.Column:
                    tensor = plan.AsVectors(plan.Tensor(operand));
                    extras.Add(new MapOperand(OperandAccess.Column, 0));
                    break;
                case OperandKind.RowScalar:
                    tensor = plan.AsUniform(plan.Tensor(operand));
                    extras.Add(new MapOperand(OperandAccess.RowScalar, ((RowLayout)tensor.Layout).UniformStride(tensor.Shape)!.Value));
                    break;
                default:
                    tensor = plan.Tensor(operand);
                    extras.Add(new MapOperand(OperandAccess.Scalar, 0));
                    break;
            }

            memory.Add(tensor);
        }

        return (((MapOperation)map.Operation).Expression.Renumber(indices), extras, memory);
    }

    private static string Comment(ContractGroup group) => PlanBuilder.Comment(group.Map is null ? [group.Contract] : [group.Contract, group.Map]);
}
