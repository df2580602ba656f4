using System;
using System.Collections.Generic;
using System.Linq;
using NetCompiler.Core.Planning;
using NetCompiler.Core.Planning.Kernels;
using NetCompiler.Core.Planning.Tiles;

namespace NetCompiler.Core.Emission;

/// <summary>
/// Writes products: a driver that walks tiles of rows and panels, and for each width a tile of several rows and one of a single row, with
/// the whole sum inside and all sums in registers.
/// </summary>
/// <param name="code">The file.</param>
/// <param name="helpers">Helpers that the file needs.</param>
/// <param name="tiles">Tiles that products share: a product's are written with the first that calls them.</param>
internal sealed class ContractEmitter(CodeWriter code, ISet<MathHelper> helpers, IDictionary<SharedTile, string> tiles) : KernelEmitter(code, helpers)
{
    // A product whose weights are larger than this (in floats) walks panels outside and rows inside, so that a panel is read from memory once.
    private const long LargePanels = 1 << 18;

    public void Write(string name, ContractKernel kernel, string summary)
    {
        KernelSignature signature = KernelSignature.Of(kernel);
        List<(string Type, string Name)> operands = Operands(kernel);
        string generic = kernel.Puts ? "<TSink>" : string.Empty;
        foreach (VectorWidth width in VectorWidth.All)
        {
            foreach ((ContractTile tile, _) in ContractTile.Walk(kernel, width.Lanes))
            {
                WriteTile(name, kernel, tile);
            }

            if (LastTile(kernel, width) is { } last)
            {
                WriteTile(name, kernel, last);
            }
        }

        Code.Line();
        Code.Line("/// <summary>" + Literal.Xml(summary) + "</summary>");
        Code.Line($"private static void {name}{generic}({Parameters(operands, signature)})");
        Constrain(signature);
        using (Code.Block(string.Empty))
        {
            WriteDispatch(width => WriteDriver(name, kernel, width));
        }

    }

    private static List<(string Type, string Name)> Operands(ContractKernel kernel)
    {
        List<(string, string)> operands = [("float", "a"), ("float", "b")];
        if (!kernel.Puts)
        {
            operands.Add(("float", "c"));
        }

        operands.AddRange(kernel.MemoryExtras.Select(extra => ("float", "e" + Literal.Int(extra.Index))));
        return operands;
    }

    private static string Suffix(ContractTile tile) => (tile.Rows == 1 ? "Row" : "Rows" + Literal.Int(tile.Rows)) + new VectorWidth(tile.Hardware).Suffix;

    // Rows that no tile of several takes: one at a time, or all at once where it is known how many there are.
    private static ContractTile? LastTile(ContractKernel kernel, VectorWidth width) =>
        !kernel.Rows.TimesRows ? ContractTile.Rest(kernel, width.Lanes)
        : ContractTile.Walk(kernel, width.Lanes) is { Count: > 0 } walk && kernel.Rows.Constant % walk[walk.Count - 1].Tile.Rows == 0 ? null
        : ContractTile.One(kernel, width.Lanes);

    private void WriteDriver(string name, ContractKernel kernel, VectorWidth width)
    {
        IReadOnlyList<(ContractTile Tile, int Repeat)> walk = ContractTile.Walk(kernel, width.Lanes);
        ContractTile? last = LastTile(kernel, width);
        bool panelsOutside = (long)Layout.Pad(kernel.Columns) * kernel.TotalInner.Constant > LargePanels && !kernel.TotalInner.TimesRows && walk.Count > 0;
        if (kernel.OuterRows.Count > 0)
        {
            WriteNestedDriver(name, kernel, walk, last, panelsOutside);
            return;
        }

        if (panelsOutside)
        {
            // All tiles of several rows are equally wide.
            Code.Line("int rest = first;");
            WritePanelLoop(kernel, walk[0].Tile, () =>
            {
                Code.Line("int row = first;");
                foreach ((ContractTile tile, int repeat) in walk)
                {
                    WriteRowLoop(tile, repeat, () => WriteTileCalls(name, kernel, tile, repeat));
                }

                Code.Line("rest = row;");
            });
            if (last is not null)
            {
                Code.Line();
                WritePanelLoop(kernel, last, () =>
                {
                    using (Code.Block(kernel.Rows.TimesRows ? "for (int row = rest; row < last; row++)" : $"for (int row = rest; row < last; row += {Literal.Int(last.Rows)})"))
                    {
                        WriteTileCalls(name, kernel, last, 1);
                    }
                });
            }

            return;
        }

        Code.Line("int row = first;");
        foreach ((ContractTile tile, int repeat) in walk)
        {
            WriteRowLoop(tile, repeat, () => WritePanelLoop(kernel, tile, () => WriteTileCalls(name, kernel, tile, repeat)));
        }

        if (last is null)
        {
            return;
        }

        Code.Line();
        using (Code.Block(kernel.Rows.TimesRows ? "for (; row < last; row++)" : "if (row < last)"))
        {
            WritePanelLoop(kernel, last, () => WriteTileCalls(name, kernel, last, 1));
        }
    }

    // Rows in several loops, of which the innermost is walked in tiles. The call's rows, if there are any, are the outermost loop.
    private void WriteNestedDriver(string name, ContractKernel kernel, IReadOnlyList<(ContractTile Tile, int Repeat)> walk, ContractTile? last, bool panelsOutside)
    {
        bool dividesOuter = kernel.TotalRows.TimesRows;
        (string begin, string end) = dividesOuter ? ("0", Literal.Int(kernel.Rows.Constant)) : ("first", "last");
        ContractTile any = last ?? walk[0].Tile;
        if (panelsOutside)
        {
            WritePanelLoop(kernel, any, () => WriteLoop(0));
        }
        else
        {
            WriteLoop(0);
        }

        void WriteLoop(int level)
        {
            if (level == kernel.OuterRows.Count)
            {
                WriteRun();
                return;
            }

            string variable = "i" + Literal.Int(level);
            Count count = kernel.OuterRows[level].Count;
            string range = count.TimesRows ? $"int {variable} = first; {variable} < last" : $"int {variable} = 0; {variable} < {Literal.Int(count.Constant)}";
            using (Code.Block($"for ({range}; {variable}++)"))
            {
                WriteLoop(level + 1);
            }
        }

        void WriteRun()
        {
            Code.Line($"int row = {begin};");
            foreach ((ContractTile tile, int repeat) in walk)
            {
                int rows = tile.Rows * repeat;
                using (Code.Block($"for (; row <= {(dividesOuter ? Literal.Int(kernel.Rows.Constant - rows) : $"last - {Literal.Int(rows)}")}; row += {Literal.Int(rows)})"))
                {
                    WriteTiles(tile, repeat);
                }
            }

            if (last is not null)
            {
                Code.Line();
                using (dividesOuter ? null : Code.Block($"if (row < {end})"))
                {
                    WriteTiles(last, 1);
                }
            }
        }

        void WriteTiles(ContractTile tile, int repeat)
        {
            if (panelsOutside)
            {
                WriteTileCalls(name, kernel, tile, repeat);
            }
            else
            {
                WritePanelLoop(kernel, tile, () => WriteTileCalls(name, kernel, tile, repeat));
            }
        }
    }

    private void WriteRowLoop(ContractTile tile, int repeat, Action body)
    {
        string rows = Literal.Int(tile.Rows * repeat);
        using (Code.Block($"for (; row <= last - {rows}; row += {rows})"))
        {
            body();
        }
    }

    private void WriteTileCalls(string name, ContractKernel kernel, ContractTile tile, int repeat)
    {
        for (int i = 0; i < repeat; i++)
        {
            WriteTileCall(name, kernel, tile, i == 0 ? "row" : $"(row + {Literal.Int(i * tile.Rows)})");
        }
    }

    private void WritePanelLoop(ContractKernel kernel, ContractTile tile, Action body)
    {
        if (tile.IsWhole(kernel))
        {
            body();
            return;
        }

        using (Code.Block($"for (int n = 0; n < {Literal.Int(Layout.Pad(kernel.Columns))}; n += {Literal.Int(tile.ColumnStep)})"))
        {
            body();
        }
    }

    private void WriteTileCall(string name, ContractKernel kernel, ContractTile tile, string row)
    {
        // Where an operand's row is, with the loops around rows.
        string Row(Func<RowLoop, int> outer, int stride) => Index([.. kernel.OuterRows.Select((loop, level) => ("i" + Literal.Int(level), outer(loop))), (row, stride)]);
        string ResultRow() => Row(loop => loop.ResultStride, kernel.ResultRowStride);
        // Tiles begin at a panel, or at a vector within one.
        string Panel(int stride) => tile.IsWhole(kernel) ? string.Empty
            : tile.Columns % kernel.Panel == 0
            ? (stride == kernel.Panel ? "n" : $"(n / {Literal.Int(kernel.Panel)} * {Literal.Int(stride)})")
            : (stride == kernel.Panel ? "n" : $"(n / {Literal.Int(kernel.Panel)} * {Literal.Int(stride)}) + (n % {Literal.Int(kernel.Panel)})");
        var arguments = new List<string>
        {
            At("a", Row(loop => loop.LeftStride, kernel.LeftRowStride)),
            At("b", Panel(kernel.RightPanelStride)),
        };
        string place = Panel(kernel.ResultPanelStride);
        if (!kernel.Puts)
        {
            arguments.Add(At("c", Sum(place, ResultRow())));
        }

        foreach ((MapOperand operand, int index) in kernel.MemoryExtras)
        {
            arguments.Add(operand.Access switch
            {
                OperandAccess.Full => At("e" + Literal.Int(index), Sum(place, Row(loop => loop.ExtraStrides[index], operand.RowStride))),
                OperandAccess.Column => At("e" + Literal.Int(index), tile.IsWhole(kernel) ? string.Empty : "n"),
                OperandAccess.RowScalar => At("e" + Literal.Int(index), Row(loop => loop.ExtraStrides[index], operand.RowStride)),
                _ => "ref e" + Literal.Int(index),
            });
        }

        KernelSignature signature = KernelSignature.Of(kernel);
        SharedTile? shared = IsShared(kernel) ? SharedTile.Of(kernel, tile) : null;
        arguments.AddRange(new[] { (signature.Scale, "scale"), (signature.Share, "share"), (signature.Inner && shared is null, "rows") }.Where(entry => entry.Item1).Select(entry => entry.Item2));
        if (shared?.IsMasked ?? tile.TakesLanes(kernel))
        {
            arguments.Add(tile.IsWhole(kernel) ? Literal.Int(kernel.Columns) : $"{Literal.Int(kernel.Columns)} - n");
        }

        if (shared is not null)
        {
            arguments.AddRange(SharedTileEmitter.Numbers(shared, kernel).Select(number => number.Value));
        }

        if (kernel.Puts)
        {
            string index = Sum(place, ResultRow());
            arguments.Add(index.Length == 0 ? "at" : $"at + (nuint)({index})");
            arguments.Add("ref sink");
        }

        Code.Line($"{(shared is null ? name + Suffix(tile) : tiles[shared])}({string.Join(", ", arguments)});");
    }

    // A short loop is written out, so that its count is a constant.
    private static bool IsShared(ContractKernel kernel) => !ContractTileEmitter.HasShortLoop(kernel);

    private void WriteTile(string name, ContractKernel kernel, ContractTile tile)
    {
        KernelSignature signature = KernelSignature.Of(kernel);
        SharedTile? shared = IsShared(kernel) ? SharedTile.Of(kernel, tile) : null;
        if (shared is not null && tiles.ContainsKey(shared))
        {
            return;
        }

        string method = name + Suffix(tile);
        if (shared is not null)
        {
            method = $"Tile{(tile.Rows == 1 ? string.Empty : Literal.Int(tile.Rows) + "x")}{Literal.Int(tile.Columns)}{new VectorWidth(tile.Hardware).Suffix}_{Literal.Int(tiles.Count)}";
            tiles.Add(shared, method);
        }

        var parameters = new List<string>(Operands(kernel).Select(operand => "ref float " + operand.Name));
        parameters.AddRange(new[] { (signature.Scale, "float scale"), (signature.Share, "float share"), (signature.Inner && shared is null, "int rows"), (shared?.IsMasked ?? tile.TakesLanes(kernel), "int lanes") }.Where(entry => entry.Item1).Select(entry => entry.Item2));
        if (shared is not null)
        {
            parameters.AddRange(SharedTileEmitter.Numbers(shared, kernel).Select(number => "nint " + number.Name));
        }

        if (kernel.Puts)
        {
            parameters.Add("nuint at");
            parameters.Add("scoped ref TSink sink");
        }

        string rows = tile.Rows == 1 ? "One row" : Literal.Int(tile.Rows) + " rows";
        string vectors = tile.Vectors == 1 ? "1 vector" : Literal.Int(tile.Vectors) + " vectors";
        Code.Line();
        Code.Line($"/// <summary>{rows} x {Literal.Int(tile.Columns)} columns ({vectors}): {Literal.Int(tile.Rows * tile.Vectors * tile.InnerChains)} sums in registers.</summary>");
        Code.Line(Optimize);
        Code.Line($"private static void {method}{(kernel.Puts ? "<TSink>" : string.Empty)}({string.Join(", ", parameters)})");
        Constrain(signature);
        using (Code.Block(string.Empty))
        {
            (shared is null ? new ContractTileEmitter(Code, Helpers, kernel, tile) : new SharedTileEmitter(Code, Helpers, shared) { Columns = null }).Write();
        }
    }
}
