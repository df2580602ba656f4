using System;
using System.Collections.Generic;
using System.Linq;
using NetCompiler.Core.Planning.Kernels;
using NetCompiler.Core.Tensors;
using NetCompiler.Core.Tensors.Operations;
using NetCompiler.Core.Tensors.Scalars;

namespace NetCompiler.Core.Planning.Lowering;

/// <summary>An operand of a closing map: its tensor, unless it is a scalar of the call, and its strides along the axes of the rows, if it moves with them.</summary>
internal sealed record ClosingOperand(OperandAccess Access, PlanTensor? Tensor, IReadOnlyList<int> Strides)
{
    /// <summary>How far it moves along an axis.</summary>
    public int StrideOf(int axis) => Strides.Count == 0 ? 0 : Strides[axis];
}

/// <summary>The map that closes a product, as the product's kernel computes it.</summary>
internal static class ClosingMap
{
    /// <summary>A bias that is added to nothing but the sum: the sum begins with it. Which operand it is, or -1, and what remains.</summary>
    public static (int Start, ScalarExpression Epilogue) Start(ScalarExpression epilogue, IReadOnlyList<ClosingOperand> extras)
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

    /// <summary>The operands in memory, in order.</summary>
    public static IEnumerable<PlanTensor> Memory(IEnumerable<ClosingOperand> extras) => extras.Where(extra => extra.Tensor is not null).Select(extra => extra.Tensor!);

    /// <summary>The expression, of which operand 0 is the product, and its other operands.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="product">The value that the map closes.</param>
    /// <param name="closing">The map, or null: then the product itself.</param>
    /// <param name="full">How an operand of the product's shape is to lie in memory.</param>
    public static (ScalarExpression Expression, List<ClosingOperand> Extras) Of(PlanBuilder plan, TensorValue product, TensorValue? closing, Func<PlanTensor, PlanTensor> full)
    {
        var extras = new List<ClosingOperand>();
        if (closing is not { } map)
        {
            return (ScalarExpression.Operand(0), extras);
        }

        var indices = new int[map.Operands.Count];
        for (int i = 0; i < indices.Length; i++)
        {
            TensorValue operand = map.Operands[i];
            if (operand == product)
            {
                indices[i] = 0;
                continue;
            }

            indices[i] = extras.Count + 1;
            if (operand.Operation is RuntimeScalarOperation scalar)
            {
                extras.Add(new ClosingOperand(PlanBuilder.AccessOf(scalar), null, []));
                continue;
            }

            PlanTensor tensor;
            switch (KernelGrouping.KindOf(operand, map.Shape))
            {
                case OperandKind.Full:
                    tensor = full(plan.Tensor(operand));
                    extras.Add(new ClosingOperand(OperandAccess.Full, tensor, tensor.Layout is RowLayout layout ? layout.Strides.Take(map.Shape.Rank - 1).ToArray() : []));
                    break;
                case OperandKind.Column:
                    extras.Add(new ClosingOperand(OperandAccess.Column, plan.AsVectors(plan.Tensor(operand)), []));
                    break;
                case OperandKind.RowScalar:
                    tensor = plan.AsRows(plan.Tensor(operand));
                    var strides = ((RowLayout)tensor.Layout).Strides;
                    int missing = map.Shape.Rank - tensor.Shape.Rank;
                    extras.Add(new ClosingOperand(OperandAccess.RowScalar, tensor, Enumerable.Range(0, map.Shape.Rank - 1).Select(axis => axis < missing ? 0 : strides[axis - missing]).ToArray()));
                    break;
                default:
                    extras.Add(new ClosingOperand(OperandAccess.Scalar, plan.Tensor(operand), []));
                    break;
            }
        }

        return (((MapOperation)map.Operation).Expression.Renumber(indices), extras);
    }
}
