using System.Collections.Generic;
using System.Linq;
using NetCompiler.Core.Common;
using NetCompiler.Core.Tensors;
using NetCompiler.Core.Tensors.Operations;

namespace NetCompiler.Core.Passes;

/// <summary>
/// contract x w over [1]x[2], where w is [gates, units, inputs] = reshape (contract x w' over [1]x[1]), where w' is [gates · units, inputs]: factors without rows become matrices, and so do
/// both factors of a gradient. Kernels know products with matrices only.
/// </summary>
internal static class MatrixProducts
{
    public static TensorProgram Run(TensorProgram program) => ProgramRewriter.Rewrite(program, Rewrite);

    private static TensorValue? Rewrite(ProgramBuilder builder, TensorValue value, TensorValue[] operands)
    {
        if (value.Operation is not ContractOperation { LeftBatch.Count: 0 } contract || contract.LeftContracted.Count == 0)
        {
            return null;
        }

        TensorValue left = operands[0];
        TensorValue right = operands[1];
        int[] leftFree = ContractOperation.Free(left.Shape.Rank, contract.LeftContracted, contract.LeftBatch);
        int[] rightFree = ContractOperation.Free(right.Shape.Rank, contract.RightContracted, contract.RightBatch);
        if (left.Shape.HasRows && right.Shape.HasRows)
        {
            bool isLeading = contract.LeftContracted.SequenceEqual(Enumerable.Range(0, contract.LeftContracted.Count)) && contract.RightContracted.SequenceEqual(Enumerable.Range(0, contract.RightContracted.Count));
            if (!isLeading || (leftFree.Length == 1 && rightFree.Length == 1))
            {
                return null;
            }

            TensorValue product = builder.Add(contract, Join(builder, left, leftFree), Join(builder, right, rightFree));
            return builder.Reshape(product, value.Shape);
        }

        if (right.Shape.HasRows || leftFree.Length == 0 || (right.Shape.Rank == 2 && contract.LeftContracted.Count == 1 && contract.LeftContracted[0] == left.Shape.Rank - 1))
        {
            return null;
        }

        // The matrix as it lies in memory, if one of the two orders is that.
        int[] contracted = contract.RightContracted.OrderBy(axis => axis).ToArray();
        bool isTurned = contracted.SequenceEqual(Enumerable.Range(0, contracted.Length)) && rightFree.Length > 0;
        TensorValue ordered = isTurned ? right : builder.Transpose(right, [.. rightFree, .. contracted]);
        Extent rows = (int)rightFree.Aggregate(1L, (product, axis) => product * right.Shape[axis].Maximum);
        Extent inner = (int)contracted.Aggregate(1L, (product, axis) => product * right.Shape[axis].Maximum);
        TensorValue matrix = builder.Reshape(ordered, isTurned ? Shape.Of(inner, rows) : Shape.Of(rows, inner));

        // What meets it, in the order of its axes.
        int[] met = contracted.Select(axis => contract.LeftContracted[System.Array.IndexOf([.. contract.RightContracted], axis)]).ToArray();
        TensorValue turned = builder.Transpose(left, [.. leftFree, .. met]);
        TensorValue flat = builder.Reshape(turned, Shape.Of([.. leftFree.Select(axis => left.Shape[axis]), inner]));
        return builder.Reshape(builder.Add(ContractOperation.Over(leftFree.Length, isTurned ? 0 : 1), flat, matrix), value.Shape);
    }

    // Several free axes, which come last, as one.
    private static TensorValue Join(ProgramBuilder builder, TensorValue value, IReadOnlyList<int> free)
    {
        int length = (int)free.Aggregate(1L, (product, axis) => product * value.Shape[axis].Maximum);
        return builder.Reshape(value, Shape.Of([.. value.Shape.Extents.Take(value.Shape.Rank - free.Count), length]));
    }
}
