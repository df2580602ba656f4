using NetCompiler.Core.Common;

namespace NetCompiler.Core.Planning.Kernels;

/// <summary>
/// y[n] = a[i[n]]: copies rows of a table, chosen by integers that are known to be in range. Operands: the table, the integers, the result.
/// </summary>
/// <param name="Loops">Loops over n, outermost first: how far integers move, and the result.</param>
/// <param name="Width">Elements of a row, without padding.</param>
/// <param name="Table">The table's form: rows, or panels of its rows.</param>
/// <param name="TableStride">From row to row of the table, or from panel to panel.</param>
internal sealed record GatherKernel(EquatableArray<Loop> Loops, int Width, MatrixForm Table, int TableStride) : Kernel
{
    public bool HasRows => Loops[0].Count.TimesRows;
}

/// <summary>
/// a[v] = sum of y[n] over i[n] = v, in increasing order of n: the table's rows are divided among workers, each of which reads all integers. Operands: y, the integers, the table in rows.
/// </summary>
/// <param name="Loops">Loops over n, outermost first: how far y moves, and integers.</param>
/// <param name="Rows">Rows of the table.</param>
/// <param name="Width">Elements of a row, without padding.</param>
internal sealed record ScatterAddKernel(EquatableArray<Loop> Loops, int Rows, int Width) : Kernel;
