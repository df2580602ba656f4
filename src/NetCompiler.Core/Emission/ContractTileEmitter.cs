using System;
using System.Collections.Generic;
using System.Linq;
using NetCompiler.Core.Planning.Kernels;
using NetCompiler.Core.Planning.Tiles;
using NetCompiler.Core.Tensors.Scalars;

namespace NetCompiler.Core.Emission;

/// <summary>
/// Writes what one tile of a product computes, from references to its first elements: <c>a</c> and <c>b</c> the factors, <c>c</c> the result,
/// <c>e0</c>, ... the other operands of the closing map.
/// </summary>
internal class ContractTileEmitter(CodeWriter code, HelperSet helpers, ContractKernel kernel, ContractTile tile) : KernelEmitter(code, helpers)
{
    // Steps of a loop within others that are written out.
    private const int ShortLoop = 6;

    // Multiply-adds of one step beside which a loop costs nothing.
    private const int LongBody = 12;

    protected ContractKernel Kernel { get; } = kernel;

    protected ContractTile Tile { get; } = tile;

    protected VectorWidth Width { get; } = new(tile.Lanes, helpers.Real);

    /// <summary>Whether the innermost of several loops over k is so short that it is written out, which takes its count; not where its body is long and loads serve several multiply-adds.</summary>
    public static bool HasShortLoop(ContractKernel kernel, ContractTile tile) =>
        kernel.OuterInner.Count > 0 && !kernel.Inner.TimesRows && kernel.Inner.Constant <= ShortLoop && (tile.Vectors == 1 || tile.Rows * tile.Vectors < LongBody);

    /// <summary>Whether the sum over k is written out instead of a loop.</summary>
    public bool IsUnrolled { get; init; }

    /// <summary>Whether the result is one row of the caller's, without padding.</summary>
    public bool IsExact { get; init; }

    /// <summary>Columns of the result from the tile's first on, where they are known.</summary>
    public int? Columns { get; init; } = tile.IsWhole(kernel) ? kernel.Columns : null;

    /// <summary>Where the closing map is a method; null to write it out.</summary>
    public ClosingMaps? Closing { get; init; }

    public void Write()
    {
        WriteBegin();
        WriteSums();
        WriteEpilogue();
    }

    protected virtual bool IsMasked => Tile.IsMasked(Kernel) && !IsExact;

    /// <summary>Writes what comes before the sums.</summary>
    protected virtual void WriteBegin()
    {
    }

    /// <summary>The element of the left factor in a row of the tile, some steps from where the reference stands.</summary>
    protected virtual string Left(int row, int step) => VectorWidth.Element("a", ((long)row * Kernel.LeftRowStride) + ((long)step * Kernel.LeftStep));

    /// <summary>A vector of the right factor, some steps from where the reference stands.</summary>
    protected virtual string Right(int vector, int step) => Width.Load("b", Tile.Displacement(Kernel, vector, Kernel.RightPanelStride) + ((long)step * Kernel.RightStep));

    /// <summary>Where a vector of the result, or of an operand that lies like it, begins, counted from the tile's first; the stride leads from row to row.</summary>
    protected virtual string Place(int row, int vector, int rowStride, string rowName) =>
        Constant(Tile.Displacement(Kernel, vector, Kernel.ResultPanelStride) + ((long)row * rowStride));

    /// <summary>Where a row's number is, counted from the tile's first.</summary>
    protected virtual string RowPlace(int row, int rowStride, string rowName) => Constant((long)row * rowStride);

    /// <summary>A place as a constant, which is empty for the first.</summary>
    protected static string Constant(long place) => place == 0 ? string.Empty : Literal.Int(place);

    private static string Total(int row, int vector, int chain) => chain == 0 ? $"c{row}_{vector}" : $"c{row}_{vector}_{chain}";

    private void WriteSums()
    {
        bool hasStart = Kernel.Start >= 0;
        string[] starts = Enumerable.Range(0, Tile.Vectors).Select(vector => hasStart ? Width.Load("e" + Literal.Int(Kernel.Start), (long)vector * Width.Lanes) : "zero").ToArray();
        for (int vector = 0; hasStart && Tile.Rows > 1 && vector < Tile.Vectors; vector++)
        {
            starts[vector] = Named("start" + Literal.Int(vector), starts[vector]);
        }

        if (!hasStart || Tile.InnerChains > 1)
        {
            Named("zero", Width.Zero);
        }

        for (int chain = 0; chain < Tile.InnerChains; chain++)
        {
            for (int row = 0; row < Tile.Rows; row++)
            {
                Code.Line($"{Width.Type} {string.Join(", ", Enumerable.Range(0, Tile.Vectors).Select(vector => $"{Total(row, vector, chain)} = {(chain == 0 ? starts[vector] : "zero")}"))};");
            }
        }

        Code.Line();
        if (IsUnrolled)
        {
            for (int k = 0; k < Kernel.Inner.Constant; k++)
            {
                WriteStep(k % Tile.InnerChains, k, "_" + Literal.Int(k));
            }
        }
        else
        {
            WriteLoops(0);
        }

        // Chains are joined in pairs: the order is part of the result.
        for (int half = Tile.InnerChains / 2; half >= 1; half /= 2)
        {
            for (int chain = 0; chain < half; chain++)
            {
                for (int vector = 0; vector < Tile.Vectors; vector++)
                {
                    Code.Line($"{Total(0, vector, chain)} += {Total(0, vector, chain + half)};");
                }
            }
        }

        Code.Line();
    }

    // The loops over k, and what elements move by when one of them is done.
    protected virtual void WriteLoops(int level)
    {
        if (level < Kernel.OuterInner.Count)
        {
            InnerLoop loop = Kernel.OuterInner[level];
            InnerLoop within = level + 1 < Kernel.OuterInner.Count ? Kernel.OuterInner[level + 1] : new InnerLoop(Kernel.Inner, Kernel.LeftStep, Kernel.RightStep);
            using (Code.Block($"for (int k{level} = 0; k{level} < {CountOf(loop.Count)}; k{level}++)"))
            {
                WriteLoops(level + 1);
                foreach ((string reference, int stride, int inner) in new[] { ("a", loop.LeftStride, within.LeftStride), ("b", loop.RightStride, within.RightStride) })
                {
                    long passed = (long)within.Count.Constant * inner;
                    if (stride != passed)
                    {
                        Code.Line($"{reference} = {Moved(reference, stride - passed)};");
                    }
                }
            }

            return;
        }

        // A short loop within others costs as much as its body.
        bool isShort = HasShortLoop(Kernel, Tile);
        int steps = isShort ? Kernel.Inner.Constant : Tile.InnerChains;
        using (isShort ? null : Code.Block($"for (int k = 0; k < {CountOf(Kernel.Inner)}; {(steps == 1 ? "k++" : "k += " + Literal.Int(steps))})"))
        {
            for (int step = 0; step < steps; step++)
            {
                WriteStep(step % Tile.InnerChains, step, step == 0 ? string.Empty : "_" + Literal.Int(step));
            }

            // A factor without an axis to sum over has no next element.
            foreach ((string reference, int stride) in new[] { ("a", Kernel.LeftStep), ("b", Kernel.RightStep) }.Where(factor => factor.Item2 != 0))
            {
                Code.Line($"{reference} = {Moved(reference, (long)stride * steps)};");
            }
        }
    }

    // The products of one k, the step-th from where the references stand.
    protected void WriteStep(int chain, int step, string end)
    {
        // What is used once needs no name.
        string[] right = Enumerable.Range(0, Tile.Vectors).Select(vector => Right(vector, step)).ToArray();
        for (int vector = 0; Tile.Rows > 1 && vector < Tile.Vectors; vector++)
        {
            Code.Line($"{Width.Type} b{vector}{end} = {right[vector]};");
            right[vector] = $"b{vector}{end}";
        }

        for (int row = 0; row < Tile.Rows; row++)
        {
            string left = Width.Create(Left(row, step));
            if (Tile.Vectors > 1)
            {
                Code.Line($"{Width.Type} a{row}{end} = {left};");
                left = $"a{row}{end}";
            }

            for (int vector = 0; vector < Tile.Vectors; vector++)
            {
                string sum = Total(row, vector, chain);
                Code.Line($"{sum} = {Width.Name}.MultiplyAddEstimate({left}, {right[vector]}, {sum});");
            }
        }
    }

    private void WriteEpilogue()
    {
        ScalarEmitter scalars = Scalars(Width);
        string Close(IReadOnlyList<string> operands, string name) => Closing is null ? scalars.Emit(Kernel.Epilogue, operands, Code, name) : Closing.Emit(Kernel.Epilogue, Width, operands);
        for (int vector = 0; IsMasked && vector < Tile.Vectors; vector++)
        {
            int offset = vector * Width.Lanes;
            string lanes = Columns is { } columns ? Literal.Int(columns - offset) : offset == 0 ? "lanes" : "lanes - " + Literal.Int(offset);
            Code.Line($"{Width.Type} mask{vector} = {Mask(Width, lanes)};");
        }

        int[] uses = Enumerable.Range(0, Kernel.Extras.Count).Select(i => Kernel.Epilogue.Nodes().Count(node => node is OperandExpression operand && operand.Index == i + 1)).ToArray();
        for (int i = 0; Tile.Rows > 1 && i < uses.Length; i++)
        {
            for (int vector = 0; uses[i] > 0 && Kernel.Extras[i].Access == OperandAccess.Column && vector < Tile.Vectors; vector++)
            {
                Code.Line($"{Width.Type} e{i}_{vector} = {Width.Load("e" + Literal.Int(i), (long)vector * Width.Lanes)};");
            }
        }

        for (int row = 0; row < Tile.Rows; row++)
        {
            for (int vector = 0; vector < Tile.Vectors; vector++)
            {
                List<string> operands = [Total(row, vector, 0)];
                for (int i = 0; i < Kernel.Extras.Count; i++)
                {
                    MapOperand extra = Kernel.Extras[i];
                    string reference = "e" + Literal.Int(i);
                    operands.Add(extra.Access switch
                    {
                        OperandAccess.Full when uses[i] > 1 && (Closing is null || !ClosingMaps.Takes(Kernel.Epilogue)) => Named($"{reference}_{row}_{vector}", Load(reference, Place(row, vector, extra.RowStride, reference + "Row"))),
                        OperandAccess.Full => Load(reference, Place(row, vector, extra.RowStride, reference + "Row")),
                        OperandAccess.Column when Tile.Rows > 1 => $"{reference}_{vector}",
                        OperandAccess.Column => Width.Load(reference, (long)vector * Width.Lanes),
                        OperandAccess.RowScalar => Width.Create(RowPlace(row, extra.RowStride, reference + "Row") is { Length: > 0 } away ? $"Unsafe.Add(ref {reference}, {away})" : reference),
                        OperandAccess.Scalar => Width.Create(reference),
                        OperandAccess.Scale => Width.Create("scale"),
                        _ => Width.Create("share"),
                    });
                }

                string value = Close(operands, $"y{row}_{vector}");
                if (IsMasked)
                {
                    value = $"({value} & mask{vector})";
                }

                if (IsExact)
                {
                    int column = vector * Width.Lanes;
                    Code.Line($"{Width.Type} y{vector} = {value};");
                    LeaveElements("y" + Literal.Int(vector), Width.Lanes, Math.Max(0, Math.Min(Width.Lanes, Columns!.Value - column)), column);
                    continue;
                }

                for (int bits = Width.Bits; bits < Tile.Hardware.Bits; bits *= 2)
                {
                    value += ".ToVector" + Literal.Int(bits * 2) + "()";
                }

                Leave(value, Place(row, vector, Kernel.ResultRowStride, "cRow"));
            }

            // A narrow result is followed by zeros, as far as a whole vector of the widest kind reads.
            for (int column = Math.Max(Tile.Columns, Tile.Hardware.Lanes); !IsExact && column < Tile.ColumnStep; column += Tile.Hardware.Lanes)
            {
                string place = RowPlace(row, Kernel.ResultRowStride, "cRow");
                Leave(new VectorWidth(Tile.Hardware.Lanes, Real).Zero, Sum(place, Literal.Int(column)));
            }
        }
    }

    // A local of the text.
    private string Named(string name, string value)
    {
        Code.Line($"{Width.Type} {name} = {value};");
        return name;
    }

    private string Load(string reference, string place) => $"{Width.Name}.LoadUnsafe(ref {reference}{Behind(place)})";

    private void Leave(string value, string place) => Code.Line(Kernel.Puts
        ? $"sink.Put({(place.Length == 0 ? "at" : "at + " + Offset(place))}, {value});"
        : $"{value}.StoreUnsafe(ref c{Behind(place)});");

    private static string Behind(string place) => place.Length == 0 ? string.Empty : ", " + Offset(place);

    // Sums of strides are signed, and what takes them is not.
    private static string Offset(string place) => place.All(char.IsDigit) ? place : $"(nuint)({place})";

    // Stores the first elements of a vector and touches nothing behind them.
    private void LeaveElements(string value, int lanes, int count, int place)
    {
        if (count == 0)
        {
            return;
        }

        if (count >= lanes)
        {
            Leave(value, Constant(place));
        }
        else if (lanes == Tile.Hardware.FewestLanes)
        {
            for (int i = 0; i < count; i++)
            {
                Code.Line($"{VectorWidth.Element("c", place + i)} = {value}.GetElement({Literal.Int(i)});");
            }
        }
        else
        {
            LeaveElements(value + ".GetLower()", lanes / 2, Math.Min(count, lanes / 2), place);
            if (count > lanes / 2)
            {
                LeaveElements(value + ".GetUpper()", lanes / 2, count - (lanes / 2), place + (lanes / 2));
            }
        }
    }
}
