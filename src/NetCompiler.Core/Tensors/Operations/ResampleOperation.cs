using System.Collections.Generic;
using System.Linq;
using NetCompiler.Core.Common;
using NetCompiler.Core.Tensors.Scalars;

namespace NetCompiler.Core.Tensors.Operations;

/// <summary>An entry of a row of a sparse matrix.</summary>
internal readonly record struct MatrixEntry(int Column, double Weight);

/// <summary>A constant matrix of few entries.</summary>
/// <param name="Columns">How many columns it has.</param>
/// <param name="Rows">The entries of each row, in increasing order of columns, each column once.</param>
internal sealed record SparseMatrix(int Columns, EquatableArray<EquatableArray<MatrixEntry>> Rows)
{
    /// <summary>Whether every entry is 1, so that nothing is multiplied.</summary>
    public bool IsOfOnes => Rows.All(row => row.All(entry => entry.Weight == 1));

    /// <summary>A matrix of rows that may name a column several times: their weights are added.</summary>
    public static SparseMatrix Of(int columns, IEnumerable<IEnumerable<MatrixEntry>> rows) => new(
        columns,
        rows.Select(row => row.GroupBy(entry => entry.Column).OrderBy(group => group.Key)
            .Select(group => new MatrixEntry(group.Key, group.Sum(entry => entry.Weight))).Where(entry => entry.Weight != 0).ToEquatableArray()).ToEquatableArray());

    /// <summary>A matrix each of whose rows has one entry, a 1 in the given column.</summary>
    public static SparseMatrix Choosing(int columns, IEnumerable<int> chosen) => Of(columns, chosen.Select(column => new[] { new MatrixEntry(column, 1) }));

    public SparseMatrix Transposed()
    {
        List<MatrixEntry>[] rows = Enumerable.Range(0, Columns).Select(_ => new List<MatrixEntry>()).ToArray();
        for (int row = 0; row < Rows.Count; row++)
        {
            foreach (MatrixEntry entry in Rows[row])
            {
                rows[entry.Column].Add(new MatrixEntry(row, entry.Weight));
            }
        }

        return new SparseMatrix(Rows.Count, rows.Select(row => row.ToEquatableArray()).ToEquatableArray());
    }
}

/// <summary>
/// The product of a constant sparse matrix with every line of elements along an axis: y[…, i, …] = Σ_k w[i, k] x[…, k, …]. Reflections, repetitions and
/// interpolations are such products; the adjoint is the one with the transposed matrix.
/// </summary>
/// <param name="Axis">The axis, of constant extent.</param>
/// <param name="Matrix">As many columns as the axis has elements, and as many rows as it gets.</param>
internal sealed record ResampleOperation(int Axis, SparseMatrix Matrix) : Operation
{
    // Rows of the matrix that are printed.
    private const int MostPrinted = 8;

    public override string Name => "resample";

    public override Shape InferShape(IReadOnlyList<TensorValue> operands)
    {
        RequireOperands(operands, 1);
        Shape shape = operands[0].Shape;
        if (Axis < 0 || Axis >= shape.Rank || !shape[Axis].IsConstant || shape[Axis].Maximum != Matrix.Columns || Matrix.Rows.Count < 1
            || Matrix.Rows.Any(row => row.Any(entry => entry.Column < 0 || entry.Column >= Matrix.Columns)))
        {
            throw new ProgramException($"resample of {shape} along axis {Axis} by a matrix of {Matrix.Rows.Count} x {Matrix.Columns}.");
        }

        return shape.With(Axis, Matrix.Rows.Count);
    }

    public override string Print(IReadOnlyList<string> operands)
    {
        IEnumerable<string> rows = Matrix.Rows.Take(MostPrinted)
            .Select(row => row.Count == 0 ? "0" : string.Join(" + ", row.Select(entry => (entry.Weight == 1 ? string.Empty : ScalarPrinter.Number(entry.Weight) + " ") + "#" + entry.Column)));
        return $"resample {operands[0]} axis {Axis} to {Matrix.Rows.Count}: {string.Join(", ", rows)}{(Matrix.Rows.Count > MostPrinted ? ", ..." : string.Empty)}";
    }
}
