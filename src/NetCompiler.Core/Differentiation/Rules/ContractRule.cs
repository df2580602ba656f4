using System.Collections.Generic;
using System.Linq;
using NetCompiler.Core.Common;
using NetCompiler.Core.Tensors;
using NetCompiler.Core.Tensors.Operations;

namespace NetCompiler.Core.Differentiation.Rules;

/// <summary>
/// A product's adjoints are products again: with y = x w, that of x sums the adjoint times w over w's free axes, and that of w sums the
/// adjoint times x over x's. Its tangent is dx w + x dw.
/// </summary>
internal sealed class ContractRule : DifferentiationRule<ContractOperation>
{
    protected override TensorValue? Reverse(ProgramBuilder builder, ContractOperation operation, TensorValue value, TensorValue adjoint, int operand)
    {
        bool left = operand == 0;
        TensorValue by = value.Operands[operand];
        TensorValue other = value.Operands[1 - operand];
        EquatableArray<int> byContracted = left ? operation.LeftContracted : operation.RightContracted;
        EquatableArray<int> otherContracted = left ? operation.RightContracted : operation.LeftContracted;
        EquatableArray<int> byBatch = left ? operation.LeftBatch : operation.RightBatch;
        EquatableArray<int> otherBatch = left ? operation.RightBatch : operation.LeftBatch;
        int[] byFree = ContractOperation.Free(by.Shape.Rank, byContracted, byBatch);
        int[] otherFree = ContractOperation.Free(other.Shape.Rank, otherContracted, otherBatch);

        // The value's axes, and with them the adjoint's, are batch, then left free, then right free: here the other's begin.
        int batch = byBatch.Count;
        int otherStart = left ? batch + byFree.Length : batch;

        // The new product's batch pairs, in the order of the operand's axes, so that the result needs the least transposing.
        int[] pairs = Enumerable.Range(0, batch).OrderBy(pair => byBatch[pair]).ToArray();
        EquatableArray<int> adjointBatch = pairs.ToEquatableArray();
        EquatableArray<int> newOtherBatch = pairs.Select(pair => otherBatch[pair]).ToEquatableArray();
        EquatableArray<int> adjointContracted = Enumerable.Range(otherStart, otherFree.Length).ToEquatableArray();
        EquatableArray<int> newOtherContracted = otherFree.ToEquatableArray();

        // Which axis of the operand each axis of the new product is, with the adjoint as its left and as its right operand.
        int[] batchAxes = pairs.Select(pair => byBatch[pair]).ToArray();
        int[] contractedAxes = Enumerable.Range(0, byContracted.Count).OrderBy(pair => otherContracted[pair]).Select(pair => byContracted[pair]).ToArray();
        int[] adjointFirst = [.. batchAxes, .. byFree, .. contractedAxes];
        int[] otherFirst = [.. batchAxes, .. contractedAxes, .. byFree];

        if (IsBetter(adjointFirst, otherFirst, by.Shape))
        {
            var product = new ContractOperation(adjointContracted, newOtherContracted, adjointBatch, newOtherBatch);
            return Restore(builder, builder.Add(product, adjoint, other), adjointFirst);
        }
        else
        {
            var product = new ContractOperation(newOtherContracted, adjointContracted, newOtherBatch, adjointBatch);
            return Restore(builder, builder.Add(product, other, adjoint), otherFirst);
        }
    }

    protected override TensorValue? Forward(ProgramBuilder builder, ContractOperation operation, TensorValue value, IReadOnlyList<TensorValue?> tangents)
    {
        TensorValue? left = tangents[0] is { } dx ? builder.Add(operation, dx, value.Operands[1]) : null;
        TensorValue? right = tangents[1] is { } dw ? builder.Add(operation, value.Operands[0], dw) : null;
        return left is null ? right : right is null ? left : builder.Plus(left, right);
    }

    /// <summary>
    /// Prefers the order that needs no transposing; else the one that keeps rows first, which every value must.
    /// </summary>
    private static bool IsBetter(int[] order, int[] otherOrder, Shape shape)
    {
        if (IsIdentity(order) || IsIdentity(otherOrder))
        {
            return IsIdentity(order);
        }

        bool keepsRows = !shape.HasRows || order[0] == 0;
        bool otherKeepsRows = !shape.HasRows || otherOrder[0] == 0;
        if (!keepsRows && !otherKeepsRows)
        {
            throw new ProgramException($"contract: the adjoint of an operand {shape} would have rows behind batch axes. Contract over rows without batch axes.");
        }

        return keepsRows;
    }

    private static bool IsIdentity(int[] axes) => axes.Select((axis, i) => axis == i).All(same => same);

    /// <summary>Puts axes, given as which axis of the wanted order each is, in order.</summary>
    private static TensorValue Restore(ProgramBuilder builder, TensorValue product, int[] axes) =>
        builder.Transpose(product, Inverse(axes));

    private static int[] Inverse(int[] axes) => Enumerable.Range(0, axes.Length).OrderBy(i => axes[i]).ToArray();
}
