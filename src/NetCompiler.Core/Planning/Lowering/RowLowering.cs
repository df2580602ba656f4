using System;
using System.Collections.Generic;
using System.Linq;
using NetCompiler.Core.Common;
using NetCompiler.Core.Planning.Kernels;
using NetCompiler.Core.Tensors;
using NetCompiler.Core.Tensors.Operations;
using NetCompiler.Core.Tensors.Scalars;

namespace NetCompiler.Core.Planning.Lowering;

/// <summary>Passes over rows: operands, statements in stages, and which results leave the registers.</summary>
internal sealed class RowLowering(PlanBuilder plan)
{
    private const int ImageLoops = 3;

    public void Realize(RowGroup group)
    {
        Shape space = group.Space;
        int length = space.Last;
        Extent[] outer = space.Extents.Take(Math.Max(0, space.Rank - 1)).ToArray();
        var operands = new List<RowOperand>();
        var tensors = new List<PlanTensor>();
        var written = new List<PlanTensor>();
        var read = new Dictionary<TensorValue, int>();
        var statements = new List<RowStatement>();
        var maskKeys = new List<int>();
        var indexOf = new Dictionary<TensorValue, int>();
        var available = new List<int>();

        // Maps alone clear what they write behind a row.
        bool ignoresPadding = length > 1 && group.Members.All(value => value.Shape.Last > 1 && value.Operation is MapOperation map && !map.Expression.Nodes().Any(node => node is CoordinateExpression)
            && value.Operands.All(operand => operand.Element == ElementKind.Real));
        foreach (TensorValue value in group.Members)
        {
            int stage = 0;
            var arguments = new List<int>();
            foreach (TensorValue operand in value.Operands)
            {
                if (indexOf.TryGetValue(operand, out int statement))
                {
                    arguments.Add(~statement);
                    stage = Math.Max(stage, available[statement]);
                }
                else
                {
                    arguments.Add(Read(operand));
                }
            }

            (RowStatementKind kind, ScalarExpression expression, double keep) = value.Operation switch
            {
                MapOperation map => (RowStatementKind.Map, map.Expression, 0.0),
                ConstantOperation constant => (RowStatementKind.Map, constant.Value, 0.0),
                ReduceOperation { Kind: ReduceKind.Sum } => (RowStatementKind.Sum, ScalarExpression.Operand(0), 0.0),
                ReduceOperation => (RowStatementKind.Max, ScalarExpression.Operand(0), 0.0),
                RandomMaskOperation mask => (RowStatementKind.Mask, (ScalarExpression)0.0, mask.Keep),
                RandomUniformOperation => (RowStatementKind.Uniform, (ScalarExpression)0.0, 0.0),
                _ => throw new ProgramException(value.Operation.Name),
            };
            if (value.Operation is RandomMaskOperation random)
            {
                maskKeys.Add(random.Key);
            }
            else if (value.Operation is RandomUniformOperation uniform)
            {
                maskKeys.Add(uniform.Key);
            }

            bool isReduction = kind is RowStatementKind.Sum or RowStatementKind.Max;
            bool isVector = !isReduction && value.Shape.Last > 1;
            indexOf.Add(value, statements.Count);
            available.Add(isReduction ? stage + 1 : stage);
            statements.Add(new RowStatement(kind, expression, arguments.ToEquatableArray(), isVector, stage, -1, keep));
        }

        // Rows of more than one vector leave the registers between the stages.
        for (int i = 0; i < statements.Count; i++)
        {
            TensorValue value = group.Members[i];
            bool later = statements[i].IsVector && length > Layout.Vector
                && plan.Grouping.UsersInGroup(value).Any(user => indexOf.TryGetValue(user, out int index) && statements[index].Stage > statements[i].Stage);
            if (later || plan.Grouping.IsUsedOutside(value))
            {
                PlanTensor tensor = plan.NewRows(value, RowLayout.Padded(value.Shape));
                statements[i] = statements[i] with { Store = operands.Count };
                operands.Add(Describe(tensor, value.Shape));
                tensors.Add(tensor);
                written.Add(tensor);
            }
        }

        if (length > 1 && operands.All(operand => operand.Element == ElementKind.Real) && statements.All(statement => statement is { Kind: RowStatementKind.Map, IsVector: true })
            && !statements.Any(statement => statement.Expression.Nodes().Any(node => node is CoordinateExpression)))
        {
            CallMap(group, outer, operands, statements, tensors, written);
            return;
        }

        var kernel = new RowKernel(outer.Select(Count.Of).ToEquatableArray(), length, operands.ToEquatableArray(), statements.ToEquatableArray());
        plan.Call(kernel, tensors, written, PlanBuilder.PartitionOf(kernel.HasRows), PlanBuilder.Comment(group.Members), maskKeys: maskKeys);

        int Read(TensorValue operand)
        {
            if (read.TryGetValue(operand, out int known))
            {
                return known;
            }

            read.Add(operand, operands.Count);
            if (operand.Operation is RuntimeScalarOperation scalar)
            {
                operands.Add(new RowOperand(ElementKind.Real, false, EquatableArray<int>.Empty, PlanBuilder.AccessOf(scalar)));
                return operands.Count - 1;
            }

            PlanTensor tensor = ignoresPadding ? plan.AsReadable(plan.Tensor(operand)) : plan.AsVectors(plan.Tensor(operand));
            operands.Add(Describe(tensor, operand.Shape));
            tensors.Add(tensor);
            return operands.Count - 1;
        }

        RowOperand Describe(PlanTensor tensor, Shape shape)
        {
            var layout = (RowLayout)tensor.Layout;
            int missing = space.Rank - shape.Rank;
            IEnumerable<int> strides = outer.Select((_, axis) => axis < missing || shape[axis - missing].IsOne ? 0 : layout.Strides[axis - missing]);
            return new RowOperand(tensor.Element, shape.Last > 1, strides.ToEquatableArray(), OperandAccess.Full);
        }
    }

    // Maps alone: a kernel for rows of any length, with as few loops around them as strides allow.
    private void CallMap(RowGroup group, IReadOnlyList<Extent> outer, IReadOnlyList<RowOperand> operands, IReadOnlyList<RowStatement> statements, IReadOnlyList<PlanTensor> tensors, IReadOnlyList<PlanTensor> written)
    {
        List<MapOperand> accesses = operands.Select(operand => new MapOperand(operand.Access != OperandAccess.Full ? operand.Access
            : operand.OuterStrides.All(stride => stride == 0) && !statements.Any(statement => statement.Store >= 0 && operands[statement.Store] == operand && outer.Any(extent => !extent.IsOne))
                ? (operand.IsVector ? OperandAccess.Column : OperandAccess.Scalar)
            : operand.IsVector ? OperandAccess.Full : OperandAccess.RowScalar, 0)).ToList();
        int[] moving = Enumerable.Range(0, operands.Count).Where(i => MapKernel.Moves(accesses[i])).ToArray();
        var counts = new List<Count>();
        var strides = new List<int[]>();

        // Rows of signals and images, with zeros around them or not, are walked alike: samples, lines, positions.
        bool isImage = outer.Count > 1 && !outer[0].IsConstant && outer.Skip(1).Any(extent => !extent.IsOne);
        for (int axis = 0; axis < outer.Count; axis++)
        {
            if (outer[axis].IsOne)
            {
                continue;
            }

            Count count = Count.Of(outer[axis]);
            int[] own = moving.Select(i => operands[i].OuterStrides[axis]).ToArray();
            bool joins = counts.Count > 0 && !count.TimesRows && !(isImage && counts.Count == 1) && strides[strides.Count - 1].Zip(own, (around, within) => around == within * count.Constant).All(same => same);
            if (joins)
            {
                counts[counts.Count - 1] *= count;
                strides[strides.Count - 1] = own;
            }
            else
            {
                counts.Add(count);
                strides.Add(own);
            }
        }

        while (isImage && counts.Count < ImageLoops)
        {
            counts.Insert(1, new Count(1, false));
            strides.Insert(1, new int[moving.Length]);
        }

        bool hasRows = counts.Count > 0 && counts[0].TimesRows;
        int length = group.Space.Last;
        bool isMasked = length % Layout.Vector != 0;
        MapStatement[] maps = statements.Select(statement => new MapStatement(statement.Expression, statement.Arguments, statement.Store)).ToArray();
        var factors = new List<double>();
        for (int i = 0; counts.Count == 0 && i < maps.Length; i++)
        {
            maps[i] = WithFactors(maps[i]);
        }

        var kernel = new MapKernel(
            counts.Count,
            hasRows,
            isMasked,
            accesses.ToEquatableArray(),
            maps.ToEquatableArray());
        int[] numbers =
        [
            .. counts.Skip(hasRows ? 1 : 0).Select(count => count.Constant),
            .. counts.Count > 0 ? [Layout.Pad(length)] : System.Array.Empty<int>(),
            .. isMasked ? [length] : System.Array.Empty<int>(),
            .. moving.SelectMany((_, i) => strides.Select(stride => stride[i])),
        ];
        Partition partition = hasRows ? Partition.Rows : counts.Count == 0 ? Partition.Columns : Partition.Single;
        plan.Call(
            kernel,
            tensors,
            written,
            partition,
            PlanBuilder.Comment(group.Members),
            numbers: numbers,
            passesPerRow: hasRows ? counts[0].Constant : 1,
            columns: partition == Partition.Columns ? Layout.Pad(length) : 0,
            factors: factors);

        // The statement with operands in the place of its fractions.
        MapStatement WithFactors(MapStatement map)
        {
            List<int> arguments = [.. map.Arguments];
            ScalarExpression expression = map.Expression.Rewrite(node =>
            {
                if (node is not ConstantExpression { Value: var value } || value == System.Math.Floor(value))
                {
                    return null;
                }

                int known = factors.IndexOf(value);
                if (known < 0)
                {
                    known = factors.Count;
                    factors.Add(value);
                    accesses.Add(new MapOperand(OperandAccess.Factor, 0));
                }

                int operand = operands.Count + known;
                if (!arguments.Contains(operand))
                {
                    arguments.Add(operand);
                }

                return ScalarExpression.Operand(arguments.IndexOf(operand));
            });
            return new MapStatement(expression, arguments.ToEquatableArray(), map.Store);
        }
    }
}
