using System.Collections.Generic;
using System.Linq;
using NetCompiler.Core.Common;
using NetCompiler.Core.Planning.Kernels;
using NetCompiler.Core.Tensors;
using NetCompiler.Core.Tensors.Operations;
using NetCompiler.Core.Tensors.Scalars;

namespace NetCompiler.Core.Planning.Lowering;

/// <summary>Reductions across rows.</summary>
internal sealed class ColumnLowering(PlanBuilder plan)
{
    public void Realize(ColumnGroup group)
    {
        Shape space = group.Space;
        ParameterPlacement? put = group.Reduces.Count == 1 ? plan.PutOf(group.Reduces[0]) : null;
        int[] looped = Enumerable.Range(0, space.Rank - 1).Where(axis => !space[axis].IsOne).ToArray();
        int[] kept = looped.Where(axis => !group.Axes.Contains(axis)).ToArray();
        int[] reduced = looped.Where(group.Axes.Contains).ToArray();
        var operands = new List<MapOperand>();
        var strides = new List<int>();
        var memory = new List<PlanTensor>();
        var read = new Dictionary<TensorValue, int>();
        var results = new List<ColumnResult>();
        foreach (TensorValue reduce in group.Reduces)
        {
            TensorValue elements = reduce.Operands[0];
            ScalarExpression expression = group.Absorbs(elements)
                ? ((MapOperation)elements.Operation).Expression.Renumber(elements.Operands.Select(Read).ToArray())
                : ScalarExpression.Operand(Read(elements));
            results.Add(new ColumnResult(((ReduceOperation)reduce.Operation).Kind, expression));
        }

        RowLayout layout = RowLayout.Padded(group.Reduces[0].Shape);
        PlanTensor[] written = put is null ? group.Reduces.Select(reduce => plan.New(reduce, layout)).ToArray() : [];
        var kernel = new ColumnKernel(
            LoopsOf(kept),
            LoopsOf(reduced),
            operands.ToEquatableArray(),
            results.ToEquatableArray(),
            space.Last == 1,
            space.Last % Layout.Vector != 0,
            put is not null);
        int[] numbers =
        [
            .. kept.Concat(reduced).Where(axis => space[axis].IsConstant).Select(axis => space[axis].Maximum),
            Layout.Pad(space.Last),
            space.Last,
            .. kept.Select(axis => layout.Strides[axis]),
            .. strides,
        ];
        Partition partition = kernel.KeepsRows ? Partition.Rows : space.Last > 1 ? Partition.Columns : Partition.Single;
        plan.Call(kernel, [.. memory, .. written], written, partition, PlanBuilder.Comment(group.Reduces), put?.Offset ?? -1, numbers: numbers, columns: partition == Partition.Columns ? Layout.Pad(space.Last) : 0);

        EquatableArray<ColumnLoop> LoopsOf(int[] axes) => axes.Select(axis => new ColumnLoop(!space[axis].IsConstant)).ToEquatableArray();

        int Read(TensorValue operand)
        {
            if (read.TryGetValue(operand, out int known))
            {
                return known;
            }

            read.Add(operand, operands.Count);
            if (operand.Operation is RuntimeScalarOperation scalar)
            {
                operands.Add(new MapOperand(PlanBuilder.AccessOf(scalar), 0));
                return operands.Count - 1;
            }

            OperandAccess access = KernelGrouping.KindOf(operand, space) switch
            {
                _ when operand.Shape == space => OperandAccess.Full,
                OperandKind.Column => OperandAccess.Column,
                OperandKind.RowScalar => OperandAccess.RowScalar,
                _ => OperandAccess.Scalar,
            };
            PlanTensor tensor = access == OperandAccess.Scalar ? plan.Tensor(operand) : plan.AsVectors(plan.Tensor(operand));
            int missing = space.Rank - operand.Shape.Rank;
            operands.Add(new MapOperand(access, 0));
            if (MapKernel.Moves(operands[operands.Count - 1]))
            {
                strides.AddRange(kept.Concat(reduced).Select(axis => axis < missing || operand.Shape[axis - missing].IsOne ? 0 : ((RowLayout)tensor.Layout).Strides[axis - missing]));
            }

            memory.Add(tensor);
            return operands.Count - 1;
        }
    }
}
