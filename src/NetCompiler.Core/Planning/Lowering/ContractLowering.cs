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

        PlanTensor a = plan.AsUniform(plan.Tensor(left));
        int laneAxis = 1 - contract.RightContracted[0];
        PlanTensor b = plan.AsPanels(plan.Tensor(right), laneAxis);
        var panels = (PanelLayout)b.Layout;
        Shape shape = group.Result.Shape;
        RowLayout layout = RowLayout.AlwaysPadded(shape);
        PlanTensor result = plan.New(group.Result, layout);
        Count rows = shape.Extents.Take(shape.Rank - 1).Aggregate(new Count(1, false), (count, extent) => count * Count.Of(extent));
        int resultStride = Layout.Pad(shape.Last);
        (ScalarExpression epilogue, List<MapOperand> extras, List<PlanTensor> memory) = Epilogue(group, operand => (plan.AsUniform(plan.AsVectors(operand)), -1));
        var kernel = new ContractKernel(
            rows,
            new Count(panels.Others, false),
            panels.Lanes,
            panels.Panel,
            ((RowLayout)a.Layout).UniformStride(a.Shape)!.Value,
            1,
            panels.PanelStride,
            panels.Panel,
            panels.Panel,
            resultStride,
            epilogue,
            extras.ToEquatableArray(),
            Puts: false);
        plan.Call(kernel, [a, b, result, .. memory], [result], rows.TimesRows ? Partition.Rows : Partition.Tiles, Comment(group));
    }

    // Both operands over the same rows, summed over them: lanes run over the left operand's last axis.
    private void RealizeWeightGradient(ContractGroup group)
    {
        TensorValue left = group.Contract.Operands[0];
        TensorValue right = group.Contract.Operands[1];
        PlanTensor b = plan.AsZeroPadded(plan.Tensor(left));
        PlanTensor a = plan.AsUniform(plan.Tensor(right));
        PanelLayout layout = PanelLayout.Of(group.Result.Shape, 0);
        ParameterPlacement? put = plan.PutOf(group.Result);
        PlanTensor? result = put is null ? plan.New(group.Result, layout) : null;
        Count inner = left.Shape.Extents.Take(left.Shape.Rank - 1).Aggregate(new Count(1, false), (count, extent) => count * Count.Of(extent));
        (ScalarExpression epilogue, List<MapOperand> extras, List<PlanTensor> memory) = Epilogue(group, operand => (plan.AsPanels(operand, 0), layout.Panel));
        var kernel = new ContractKernel(
            new Count(layout.Others, false),
            inner,
            layout.Lanes,
            layout.Panel,
            1,
            ((RowLayout)a.Layout).UniformStride(a.Shape)!.Value,
            layout.Panel,
            ((RowLayout)b.Layout).UniformStride(b.Shape)!.Value,
            layout.PanelStride,
            layout.Panel,
            epilogue,
            extras.ToEquatableArray(),
            put is not null);
        IEnumerable<PlanTensor> operands = result is null ? [a, b, .. memory] : [a, b, result, .. memory];
        plan.Call(kernel, operands, result is null ? [] : [result], Partition.Tiles, Comment(group), put?.Offset ?? -1);
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
