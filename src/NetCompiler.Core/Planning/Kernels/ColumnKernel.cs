using System.Linq;
using NetCompiler.Core.Common;
using NetCompiler.Core.Tensors.Operations;
using NetCompiler.Core.Tensors.Scalars;

namespace NetCompiler.Core.Planning.Kernels;

/// <summary>A loop of a column kernel that is the rows of the call, or a number of the call.</summary>
internal readonly record struct ColumnLoop(bool IsRows);

/// <summary>A result of a column kernel: a scalar expression over the operands, combined.</summary>
internal sealed record ColumnResult(ReduceKind Kind, ScalarExpression Expression);

/// <summary>
/// Combines rows into one, for one or several results in one pass: result(kept, j) = sum or maximum over the reduced loops of f(operands at (kept, reduced, j)).
/// Counts, lengths and strides are numbers of the call, in this order: the count of each loop that is not the rows of the call; the stored length of a row and
/// the one without padding; the results' stride in each kept loop; for each operand that moves, its stride in each loop, kept ones first. Operands: those in
/// memory, then the results (none where it is put).
/// </summary>
/// <param name="Kept">Loops whose every pass gives a row of the results.</param>
/// <param name="Reduced">Loops that are combined.</param>
/// <param name="Operands">What the expressions read: full ones and numbers of a row move with the loops.</param>
/// <param name="Results">What is computed; of rows of single numbers one sum or maximum of one operand, in double.</param>
/// <param name="IsNumber">Whether rows are single numbers.</param>
/// <param name="IsMasked">Whether rows are followed by padding, whose results become zero.</param>
/// <param name="Puts">Whether the only result goes to the gradient sink.</param>
internal sealed record ColumnKernel(
    EquatableArray<ColumnLoop> Kept,
    EquatableArray<ColumnLoop> Reduced,
    EquatableArray<MapOperand> Operands,
    EquatableArray<ColumnResult> Results,
    bool IsNumber,
    bool IsMasked,
    bool Puts) : Kernel
{
    /// <summary>Whether the rows of the call are kept, so that workers share them; else they share columns.</summary>
    public bool KeepsRows => Kept.Any(loop => loop.IsRows);
}
