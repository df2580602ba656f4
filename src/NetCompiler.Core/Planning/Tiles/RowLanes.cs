using System.Linq;
using NetCompiler.Core.Planning.Kernels;

namespace NetCompiler.Core.Planning.Tiles;

/// <summary>
/// Which passes over rows are done with a row in each lane. Sums and maxima along rows, and what is one number a row, are then work on whole
/// vectors; the price is a transpose of what is read and written.
/// </summary>
internal static class RowLanes
{
    // Multiply-adds of one method, and locals and inlined calls, about: the JIT stops optimising beyond some 1,500 and 700.
    private const int LargestCost = 600;
    private const int MostLocals = 450;

    // Locals of a transpose, and of a polynomial. The widest vectors of doubles are transposed in halves, and polynomials in double are twice as long.
    private const int TransposeLocals = 14;
    private const int FunctionLocals = 10;

    // What a function takes in double beyond its cost in float.
    private const int FunctionCostInDouble = 42;

    /// <summary>Whether a kernel's rows are short and simple enough.</summary>
    public static bool Takes(RowKernel kernel, RealType real)
    {
        if (!kernel.HasRows || kernel.Outer.Count != 1 || kernel.Length is 1 or > Layout.Vector || kernel.Statements.Any(statement => statement.IsRandom))
        {
            return false;
        }

        int cost = 0;
        int twice = real.IsDouble ? 2 : 1;
        int locals = kernel.Operands.Count(operand => operand.IsVector) * (kernel.Length + ((kernel.Length + 3) / 4 * TransposeLocals * twice));
        foreach (RowStatement statement in kernel.Statements)
        {
            int times = statement.IsVector || statement.Kind is RowStatementKind.Sum or RowStatementKind.Max ? kernel.Length : 1;
            cost += (statement.Expression.Cost + (real.IsDouble ? statement.Expression.Functions * FunctionCostInDouble : 0)) * times;
            locals += (1 + (statement.Expression.Functions * FunctionLocals * twice)) * times;
        }

        return cost <= LargestCost && locals <= MostLocals;
    }
}
