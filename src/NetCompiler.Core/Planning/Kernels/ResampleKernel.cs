using NetCompiler.Core.Common;
using NetCompiler.Core.Tensors.Operations;

namespace NetCompiler.Core.Planning.Kernels;

/// <summary>
/// Multiplies lines of elements by a constant sparse matrix: y(outer, i, inner) = Σ_k w(i, k) x(outer, k, inner). Operands: x, y.
/// </summary>
/// <param name="Matrix">w.</param>
/// <param name="SourceStride">From x(outer, k, inner) to x(outer, k + 1, inner).</param>
/// <param name="TargetStride">From y(outer, i, inner) to y(outer, i + 1, inner).</param>
/// <param name="Outer">The loops around a line; the first may be the rows of the call.</param>
/// <param name="Inner">The loops within, of which the last is one element apart in x and in y; empty where lines themselves are.</param>
/// <param name="IsPadded">Whether the last of the inner loops may go on to a multiple of a vector.</param>
/// <param name="Padding">Zeros to write behind each line of y.</param>
internal sealed record ResampleKernel(
    SparseMatrix Matrix,
    int SourceStride,
    int TargetStride,
    EquatableArray<Loop> Outer,
    EquatableArray<Loop> Inner,
    bool IsPadded,
    int Padding) : Kernel
{
    public bool HasRows => Outer.Count > 0 && Outer[0].Count.TimesRows;
}
