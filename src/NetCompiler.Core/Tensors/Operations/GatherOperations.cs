using System.Collections.Generic;
using System.Linq;

namespace NetCompiler.Core.Tensors.Operations;

/// <summary>y[n, …] = a[i[n], …]: rows of a table, chosen by integers. Operands: the table a [V, …], i [rows, …], whose elements are 0 to V - 1.</summary>
internal sealed record GatherOperation : Operation
{
    public override string Name => "gather";

    public override bool Takes(ElementKind element, int operand) => element == (operand == 1 ? ElementKind.Integer : ElementKind.Real);

    public override Shape InferShape(IReadOnlyList<TensorValue> operands)
    {
        RequireOperands(operands, 2);
        Shape table = operands[0].Shape;
        Shape indices = operands[1].Shape;
        if (table.Rank == 0 || table.Extents.Any(extent => !extent.IsConstant))
        {
            throw new ProgramException($"gather from {table} by {indices}: a table has constant extents, at least one.");
        }

        return Shape.Of(indices.Extents.Concat(table.Extents.Skip(1)));
    }

    public override string Print(IReadOnlyList<string> operands) => "gather " + operands[0] + " " + operands[1];
}

/// <summary>
/// a[v, …] = Σ of y[n, …] over all n with i[n] = v, in increasing order of n: the adjoint of <see cref="GatherOperation"/>. Operands: y, whose shape begins with that of i; i.
/// </summary>
/// <param name="Rows">V: how many rows the table has.</param>
internal sealed record ScatterAddOperation(int Rows) : Operation
{
    public override string Name => "scatteradd";

    public override bool Takes(ElementKind element, int operand) => element == (operand == 1 ? ElementKind.Integer : ElementKind.Real);

    public override Shape InferShape(IReadOnlyList<TensorValue> operands)
    {
        RequireOperands(operands, 2);
        Shape y = operands[0].Shape;
        Shape indices = operands[1].Shape;
        if (Rows < 1 || y.Rank < indices.Rank || !y.Extents.Take(indices.Rank).SequenceEqual(indices.Extents) || y.Extents.Skip(indices.Rank).Any(extent => !extent.IsConstant))
        {
            throw new ProgramException($"scatteradd of {y} by {indices} to {Rows} rows: the shape must begin with that of the indices.");
        }

        return Shape.Of([Rows, .. y.Extents.Skip(indices.Rank)]);
    }

    public override string Print(IReadOnlyList<string> operands) => $"scatteradd {operands[0]} {operands[1]} rows {Rows}";
}
