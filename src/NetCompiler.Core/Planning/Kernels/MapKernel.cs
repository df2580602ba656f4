using NetCompiler.Core.Common;
using NetCompiler.Core.Tensors.Scalars;

namespace NetCompiler.Core.Planning.Kernels;

/// <summary>A scalar expression of a map kernel.</summary>
/// <param name="Expression">The map; its operands are the arguments.</param>
/// <param name="Arguments">Indices of operands, or of statements before as their complement (~index).</param>
/// <param name="Store">The operand that receives the result, or -1.</param>
internal sealed record MapStatement(ScalarExpression Expression, EquatableArray<int> Arguments, int Store);

/// <summary>
/// Maps over rows of vectors; without loops, over some columns of one row. Counts, lengths and strides are numbers of the call, in this order: the count of
/// each loop around rows but the first where that is the rows of the call; with loops, the stored length of a row; the length without padding where <see cref="IsMasked"/>; for each operand that moves, its
/// stride in each loop. Operands: those in memory. Without loops, fractions are factors of the call: that is
/// where numbers of samples and positions are divided by, which differ from layer to layer.
/// </summary>
/// <param name="Loops">Loops around a row.</param>
/// <param name="HasRows">Whether the first loop is the rows of the call.</param>
/// <param name="IsMasked">Whether rows are followed by padding, which becomes zero.</param>
/// <param name="Operands">Full ones and numbers of a row move with the loops; columns and scalars do not.</param>
/// <param name="Statements">In order.</param>
internal sealed record MapKernel(int Loops, bool HasRows, bool IsMasked, EquatableArray<MapOperand> Operands, EquatableArray<MapStatement> Statements) : Kernel
{
    /// <summary>Whether an operand is in memory; else it is a number of the call.</summary>
    public static bool IsInMemory(MapOperand operand) => operand.Access is not (OperandAccess.Scale or OperandAccess.Share or OperandAccess.Factor);

    /// <summary>Whether an operand's place depends on the row.</summary>
    public static bool Moves(MapOperand operand) => operand.Access is OperandAccess.Full or OperandAccess.RowScalar;
}
