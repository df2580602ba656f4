using System.Collections.Generic;
using System.Linq;
using NetCompiler.Core.Common;
using NetCompiler.Core.Planning.Kernels;
using NetCompiler.Core.Tensors;
using NetCompiler.Core.Tensors.Operations;
using NetCompiler.Core.Tensors.Scalars;

namespace NetCompiler.Core.Planning.Lowering;

/// <summary>Maps over matrices as they lie in memory, and reductions of whole matrices.</summary>
internal sealed class FlatLowering(PlanBuilder plan)
{
    public void Realize(FlatGroup group)
    {
        PanelLayout layout = plan.Grouping.PanelsOf(group.Map)!;
        ParameterPlacement? put = plan.PutOf(group.Map);
        PlanTensor? result = put is null ? plan.New(group.Map, layout) : null;
        (List<MapOperand> operands, List<PlanTensor> memory) = FlatOperands(group.Map, layout);
        PanelLayout? lanePanels = operands.Any(operand => operand.Access == OperandAccess.Column) ? layout : null;
        (FlatKernel kernel, int[] numbers) = FlatKernel.Of(layout.StoredLength, layout.StoredLength, lanePanels, put is null ? null : Padded(layout), ((MapOperation)group.Map.Operation).Expression, operands, put is not null);
        IEnumerable<PlanTensor> all = result is null ? memory : memory.Append(result);
        plan.Call(kernel, all, result is null ? [] : [result], Partition.Tiles, PlanBuilder.Comment([group.Map]), put?.Offset ?? -1, numbers: numbers, length: layout.StoredLength);
    }

    public void Realize(FlatReduceGroup group)
    {
        Shape shape = group.Reduce.Operands[0].Shape;
        TensorValue operand = group.Map?.Operands.FirstOrDefault(candidate => candidate.Shape == shape) ?? group.Reduce.Operands[0];
        PanelLayout layout = plan.Grouping.PanelsOf(operand) is { LaneAxis: 0 } panels ? panels : PanelLayout.Of(shape, 0);
        ScalarExpression expression = group.Map is null ? ScalarExpression.Operand(0) : ((MapOperation)group.Map.Operation).Expression;
        List<MapOperand> operands;
        List<PlanTensor> memory;
        if (group.Map is null)
        {
            operands = [new MapOperand(OperandAccess.Full, 0)];
            memory = [plan.AsPanels(plan.Tensor(operand), layout.LaneAxis)];
        }
        else
        {
            (operands, memory) = FlatOperands(group.Map, layout);
        }

        PlanTensor result = plan.New(group.Reduce, RowLayout.Padded(group.Reduce.Shape));
        var kernel = new FlatReduceKernel(((ReduceOperation)group.Reduce.Operation).Kind, layout, expression, operands.ToEquatableArray());
        plan.Call(kernel, [.. memory, result], [result], Partition.Single, PlanBuilder.Comment([group.Reduce]));
    }

    /// <summary>
    /// Panels whose padding must become zero, or null: what is put beside a gradient is zero, so that norms and optimizers may run over the whole
    /// buffer.
    /// </summary>
    public static PanelLayout? Padded(PanelLayout? layout) => layout is not null && layout.Lanes % Layout.Vector != 0 ? layout : null;

    private PlanTensor SideBySide(PlanTensor numbers)
    {
        RowLayout layout = RowLayout.Padded(numbers.Shape);
        return numbers.Layout.Equals(layout) ? numbers : plan.Copy(numbers, layout);
    }

    private (List<MapOperand> Operands, List<PlanTensor> Memory) FlatOperands(TensorValue map, PanelLayout layout)
    {
        var operands = new List<MapOperand>();
        var memory = new List<PlanTensor>();
        foreach (TensorValue operand in map.Operands)
        {
            if (operand.Operation is RuntimeScalarOperation scalar)
            {
                operands.Add(new MapOperand(PlanBuilder.AccessOf(scalar), 0));
                continue;
            }

            OperandKind? kind = KernelGrouping.KindOf(operand, map.Shape);
            operands.Add(new MapOperand(kind switch { OperandKind.Full => OperandAccess.Full, OperandKind.RowScalar => OperandAccess.Column, _ => OperandAccess.Scalar }, 0));
            memory.Add(kind switch
            {
                OperandKind.Full => plan.AsPanels(plan.Tensor(operand), layout.LaneAxis),

                // A number for each lane, side by side.
                OperandKind.RowScalar => SideBySide(plan.AsRows(plan.Tensor(operand))),
                _ => plan.Tensor(operand),
            });
        }

        return (operands, memory);
    }
}
