using NetCompiler.Core.Common;

namespace NetCompiler.Core.Planning.Kernels;

/// <summary>Copies matrices and exchanges their rows and columns: y[column, row] = x[row, column], where columns of x and rows of y lie side by side. Operands: x, y.</summary>
/// <param name="Outer">Loops around a matrix, outermost first.</param>
/// <param name="Rows">Rows of x.</param>
/// <param name="RowStride">From row to row of x.</param>
/// <param name="Columns">Columns of x.</param>
/// <param name="ColumnStride">From column to column of y.</param>
internal sealed record TransposeKernel(EquatableArray<Loop> Outer, int Rows, int RowStride, int Columns, int ColumnStride) : Kernel
{
    public bool HasRows => Outer.Count > 0 && Outer[0].Count.TimesRows;
}
