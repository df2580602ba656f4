using System.Collections.Generic;
using System.Linq;
using NetCompiler.Core.Common;
using NetCompiler.Core.Tensors;
using NetCompiler.Core.Tensors.Operations;
using NetCompiler.Core.Tensors.Scalars;

namespace NetCompiler.Core.Planning.Kernels;

/// <summary>
/// The text of one method: everything that is a constant in it, and nothing that differs between its calls. Equal kernels are one
/// method. Operands are references to their first elements, in the order that each kernel states.
/// </summary>
internal abstract record Kernel;

/// <summary>How often a loop runs: a constant, or a constant times the rows of the call.</summary>
internal readonly record struct Count(int Constant, bool TimesRows)
{
    public static Count Of(Extent extent) => extent.IsConstant ? new(extent.Maximum, false) : new(1, true);

    public static Count operator *(Count a, Count b) => new(a.Constant * b.Constant, a.TimesRows || b.TimesRows);
}

/// <summary>Where a scalar expression's operand comes from, seen from one element of the result.</summary>
internal enum OperandAccess
{
    /// <summary>An element of its own for each element of the result: a vector.</summary>
    Full,

    /// <summary>One element for each column, the same in every row: a vector.</summary>
    Column,

    /// <summary>One element for each row, the same in every column: a number.</summary>
    RowScalar,

    /// <summary>One element for all.</summary>
    Scalar,

    /// <summary>The call's scale.</summary>
    Scale,

    /// <summary>The call's share.</summary>
    Share,

    /// <summary>A factor of the call: a constant of the program that is none of the kernel's.</summary>
    Factor,
}

/// <summary>An operand of a scalar expression; the stride counts for full ones and numbers of a row.</summary>
internal sealed record MapOperand(OperandAccess Access, int RowStride);

/// <summary>A loop around the rows of a product, where no single stride leads through all of them.</summary>
/// <param name="Count">How often it runs.</param>
/// <param name="LeftStride">How far left elements move from one pass to the next.</param>
/// <param name="ResultStride">How far the result moves.</param>
/// <param name="ExtraStrides">How far each extra moves.</param>
internal sealed record RowLoop(Count Count, int LeftStride, int ResultStride, EquatableArray<int> ExtraStrides)
{
    /// <summary>How far right elements move: 0 but where each pass is a product of its own.</summary>
    public int RightStride { get; init; }
}

/// <summary>A loop around what a product sums over, where no single stride leads through all of it.</summary>
/// <param name="Count">How often it runs.</param>
/// <param name="LeftStride">How far left elements move from one pass to the next.</param>
/// <param name="RightStride">How far right ones move.</param>
internal readonly record struct InnerLoop(Count Count, int LeftStride, int RightStride);

/// <summary>
/// result(m, n) = f(sum over k of left(m, k) · right(k, n), extras). Left elements are broadcast, right ones are vectors over n, in panels.
/// Operands: left, right, result (none where it is put), extras in memory.
/// </summary>
/// <param name="Rows">Count of m.</param>
/// <param name="Inner">Count of k.</param>
/// <param name="Columns">Count of n, without padding.</param>
/// <param name="Panel">Lanes of a panel of right and result.</param>
/// <param name="LeftRowStride">From left(m, k) to left(m + 1, k).</param>
/// <param name="LeftStep">From left(m, k) to left(m, k + 1).</param>
/// <param name="RightPanelStride">From one panel of right to the next.</param>
/// <param name="RightStep">From right(k, n) to right(k + 1, n).</param>
/// <param name="ResultPanelStride">From one panel of the result to the next.</param>
/// <param name="ResultRowStride">From result(m, n) to result(m + 1, n).</param>
/// <param name="Start">The extra, one element for each column, that the sum begins with; -1 for 0.</param>
/// <param name="Epilogue">f: operand 0 is the sum, the others are the extras.</param>
/// <param name="Extras">What the epilogue reads beside the sum.</param>
/// <param name="Puts">Whether the result goes to the gradient sink.</param>
internal sealed record ContractKernel(
    Count Rows,
    Count Inner,
    int Columns,
    int Panel,
    int LeftRowStride,
    int LeftStep,
    int RightPanelStride,
    int RightStep,
    int ResultPanelStride,
    int ResultRowStride,
    int Start,
    ScalarExpression Epilogue,
    EquatableArray<MapOperand> Extras,
    bool Puts) : Kernel
{
    /// <summary>
    /// Loops around m, outermost first, where rows do not lie one stride apart: those of windows do not, nor those of a tensor with zeros around it.
    /// <see cref="Rows"/> is then the innermost count.
    /// </summary>
    public EquatableArray<RowLoop> OuterRows { get; init; } = EquatableArray<RowLoop>.Empty;

    /// <summary>The same for k, of which <see cref="Inner"/> is the innermost count.</summary>
    public EquatableArray<InnerLoop> OuterInner { get; init; } = EquatableArray<InnerLoop>.Empty;

    /// <summary>
    /// Whether calls say in which order the panels are walked: in a loop over steps the second step begins with what the first has read last, which is in the nearest cache still.
    /// </summary>
    public bool Alternates { get; init; }

    /// <summary>All of m.</summary>
    public Count TotalRows => OuterRows.Aggregate(Rows, (count, loop) => count * loop.Count);

    /// <summary>All of k.</summary>
    public Count TotalInner => OuterInner.Aggregate(Inner, (count, loop) => count * loop.Count);

    public int Panels => Layout.Pad(Columns) / Panel;

    /// <summary>The extras that are operands in memory, with their indices; the others are the call's scalars.</summary>
    public IEnumerable<(MapOperand Operand, int Index)> MemoryExtras =>
        Extras.Select((operand, index) => (operand, index)).Where(extra => extra.operand.Access is not (OperandAccess.Scale or OperandAccess.Share));
}

/// <summary>What a statement of a row kernel computes.</summary>
internal enum RowStatementKind
{
    /// <summary>A scalar expression at each element.</summary>
    Map,

    /// <summary>A sum along the row: a number.</summary>
    Sum,

    /// <summary>A maximum along the row: a number.</summary>
    Max,

    /// <summary>A random mask.</summary>
    Mask,

    /// <summary>Random numbers between 0 and 1.</summary>
    Uniform,
}

/// <summary>An operand of a row kernel.</summary>
/// <param name="Element">What its elements are.</param>
/// <param name="IsVector">Whether it varies along the row.</param>
/// <param name="OuterStrides">One for each outer loop; 0 repeats.</param>
/// <param name="Access"><see cref="OperandAccess.Full"/> for memory, else the call's scalar.</param>
internal sealed record RowOperand(ElementKind Element, bool IsVector, EquatableArray<int> OuterStrides, OperandAccess Access);

/// <summary>A statement of a row kernel.</summary>
/// <param name="Kind">What it computes.</param>
/// <param name="Expression">The map; its operands are the arguments.</param>
/// <param name="Arguments">Indices of operands, or of statements before as their complement (~index).</param>
/// <param name="IsVector">Whether the result varies along the row.</param>
/// <param name="Stage">Statements of one stage share a pass over the row; a reduction's result belongs to the next stage.</param>
/// <param name="Store">The operand that receives the result, or -1.</param>
/// <param name="Keep">Probability of a mask's elements.</param>
internal sealed record RowStatement(
    RowStatementKind Kind,
    ScalarExpression Expression,
    EquatableArray<int> Arguments,
    bool IsVector,
    int Stage,
    int Store,
    double Keep)
{
    /// <summary>Whether it draws random numbers, with a key of its own.</summary>
    public bool IsRandom => Kind is RowStatementKind.Mask or RowStatementKind.Uniform;
}

/// <summary>
/// Maps, reductions along the row and masks over rows of one length, a row at a time. A vector that a later stage reads is stored by
/// the stage that computes it, unless the row is one vector. Operands: those in memory, in order.
/// </summary>
/// <param name="Outer">Counts of the loops around a row; the first may be the rows of the call.</param>
/// <param name="Length">Elements of a row, without padding.</param>
/// <param name="Operands">What is read and written.</param>
/// <param name="Statements">In order.</param>
internal sealed record RowKernel(
    EquatableArray<Count> Outer,
    int Length,
    EquatableArray<RowOperand> Operands,
    EquatableArray<RowStatement> Statements) : Kernel
{
    public bool HasRows => Outer.Count > 0 && Outer[0].TimesRows;
}

/// <summary>A loop: how often it runs and how far each operand moves.</summary>
internal sealed record Loop(Count Count, int SourceStride, int TargetStride);

/// <summary>
/// A scalar expression over tensors of one layout, element by element as they lie in memory. Numbers of the call: the elements that are computed, where
/// those behind them become zero; from one panel to the next, where there are panels; their lanes without padding, where that becomes zero. Operands: those in
/// memory, then the result (none where it is put).
/// </summary>
/// <param name="IsMasked">Whether elements from some place on become zero.</param>
/// <param name="Panel">Lanes of the panels that matter to it, because their padding becomes zero or because an operand has one number a lane; else 0.</param>
/// <param name="MasksPanels">Whether the padding of panels becomes zero.</param>
/// <param name="Expression">The map.</param>
/// <param name="Operands">Full, one number a lane (column) or a scalar, for each operand of the map.</param>
/// <param name="Puts">Whether the result goes to the gradient sink.</param>
internal sealed record FlatKernel(bool IsMasked, int Panel, bool MasksPanels, ScalarExpression Expression, EquatableArray<MapOperand> Operands, bool Puts) : Kernel
{
    /// <summary>The kernel with the numbers of a call.</summary>
    /// <param name="length">Stored elements of the tensors.</param>
    /// <param name="valid">Those that are computed.</param>
    /// <param name="lanePanels">The panels that operands of one number a lane belong to, or null without such operands.</param>
    /// <param name="padded">The panels whose padding becomes zero, or null.</param>
    /// <param name="expression">The map.</param>
    /// <param name="operands">Full, one number a lane (column) or a scalar, for each operand of the map.</param>
    /// <param name="puts">Whether the result goes to the gradient sink.</param>
    public static (FlatKernel Kernel, int[] Numbers) Of(int length, int valid, PanelLayout? lanePanels, PanelLayout? padded, ScalarExpression expression, IEnumerable<MapOperand> operands, bool puts)
    {
        PanelLayout? panels = lanePanels ?? padded;
        int[] numbers =
        [
            .. valid < length ? [valid] : System.Array.Empty<int>(),
            .. panels is not null ? [panels.PanelStride] : System.Array.Empty<int>(),
            .. padded is not null ? [padded.Lanes] : System.Array.Empty<int>(),
        ];
        return (new FlatKernel(valid < length, panels?.Panel ?? 0, padded is not null, expression, operands.ToEquatableArray(), puts), numbers);
    }
}

/// <summary>
/// Combines a scalar expression over all elements of matrices in one panel layout into a number, without the padding; in double.
/// Operands: those in memory, then the result.
/// </summary>
internal sealed record FlatReduceKernel(ReduceKind Kind, PanelLayout Layout, ScalarExpression Expression, EquatableArray<MapOperand> Operands) : Kernel;

/// <summary>
/// Copies elements between row layouts. Operands: source, target.
/// </summary>
/// <param name="Loops">All loops, the innermost last.</param>
/// <param name="Padding">Zeros to write behind each innermost run.</param>
/// <param name="FillsZeros">Writes zeros and has no source.</param>
internal sealed record MoveKernel(EquatableArray<Loop> Loops, int Padding, bool FillsZeros) : Kernel
{
    public bool HasRows => Loops.Count > 0 && Loops[0].Count.TimesRows;
}

/// <summary>
/// Copies bytes as floats, scale · byte + offset. Operands: source, target.
/// </summary>
/// <param name="Loops">All loops, the innermost last; at least one.</param>
/// <param name="Padding">Zeros to write behind each innermost run.</param>
/// <param name="Scales">One number, or one for each pass of a loop.</param>
/// <param name="Offsets">As many as there are scales.</param>
/// <param name="ScaledLoop">The loop along which they differ; -1 where they do not.</param>
internal sealed record FromBytesKernel(EquatableArray<Loop> Loops, int Padding, EquatableArray<double> Scales, EquatableArray<double> Offsets, int ScaledLoop) : Kernel
{
    public bool HasRows => Loops[0].Count.TimesRows;
}

/// <summary>Adds one to a 64-bit count. Operand: the count.</summary>
internal sealed record CountKernel : Kernel;

/// <summary>An axis of a tensor with zeros around it, all of whose memory is in use.</summary>
/// <param name="HasBefore">Whether there are zeros before the tensor's elements.</param>
/// <param name="HasAfter">Whether there are zeros after them.</param>
internal readonly record struct BorderAxis(bool HasBefore, bool HasAfter);

/// <summary>
/// Writes zeros around a tensor. Numbers of the call: how many tensors there are, where that is not the rows of the call; from one to the next; for each axis the
/// zeros before, the index at which those after begin, the zeros after, and its stride. Operand: all of its memory.
/// </summary>
/// <param name="HasRows">Whether there are as many tensors as the call has rows.</param>
/// <param name="Axes">The axes, outermost first.</param>
internal sealed record BorderKernel(bool HasRows, EquatableArray<BorderAxis> Axes) : Kernel;

/// <summary>How a matrix lies, but for its size.</summary>
/// <param name="LaneAxis">The axis along lanes of panels.</param>
/// <param name="Panel">Lanes of a panel; 0 where the matrix lies in rows.</param>
internal readonly record struct MatrixForm(int LaneAxis, int Panel);

/// <summary>
/// Copies a matrix into another layout. Numbers of the call: its columns; from row to row, or from panel to panel, of the source and of the target. Operands:
/// source, target.
/// </summary>
internal sealed record RelayoutKernel(MatrixForm Source, MatrixForm Target) : Kernel;
