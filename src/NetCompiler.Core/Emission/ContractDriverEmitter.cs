using System;
using System.Collections.Generic;
using System.Linq;
using NetCompiler.Core.Planning;
using NetCompiler.Core.Planning.Kernels;
using NetCompiler.Core.Planning.Tiles;

namespace NetCompiler.Core.Emission;

/// <summary>The method of a tile: its name, and what it is where products share it.</summary>
internal sealed record TileMethod(string Name, SharedTile? Shared);

/// <summary>Writes what walks the tiles of a product, with names instead of counts and strides: products that walk alike have the same text.</summary>
/// <param name="code">Receives the text.</param>
/// <param name="helpers">Helpers that the file needs.</param>
/// <param name="kernel">The product.</param>
/// <param name="methods">The methods of its tiles.</param>
internal sealed class ContractDriverEmitter(CodeWriter code, ISet<MathHelper> helpers, ContractKernel kernel, IReadOnlyDictionary<ContractTile, TileMethod> methods) : KernelEmitter(code, helpers)
{
    // A product whose weights are larger than this (in floats) walks panels outside and rows inside, so that a panel is read from memory once.
    private const long LargePanels = 1 << 18;

    /// <summary>The names in the text.</summary>
    public NumberNames Numbers { get; } = new();

    public void Write() => WriteDispatch(WriteWalk);

    private void WriteWalk(VectorWidth width)
    {
        IReadOnlyList<WalkStep> walk = ContractTile.Walk(kernel, width.Lanes);
        ContractTile? last = ContractTile.Last(kernel, width.Lanes);
        bool panelsOutside = (long)Layout.Pad(kernel.Columns) * kernel.TotalInner.Constant > LargePanels && !kernel.TotalInner.TimesRows && walk.Count > 0;
        if (kernel.OuterRows.Count > 0)
        {
            WriteNestedWalk(walk, last, panelsOutside);
            return;
        }

        if (panelsOutside)
        {
            // All tiles of several rows are equally wide.
            Code.Line("int rest = first;");
            WritePanelLoop(walk[0].Tile, () =>
            {
                Code.Line("int row = first;");
                foreach ((ContractTile tile, int repeat, _) in walk)
                {
                    WriteRowLoop(tile, repeat, () => WriteTileCalls(tile, repeat));
                }

                Code.Line("rest = row;");
            });
            if (last is not null)
            {
                Code.Line();
                WritePanelLoop(last, () =>
                {
                    using (Code.Block(kernel.Rows.TimesRows ? "for (int row = rest; row < last; row++)" : $"for (int row = rest; row < last; row += {Literal.Int(last.Rows)})"))
                    {
                        WriteTileCalls(last, 1);
                    }
                });
            }

            return;
        }

        Code.Line("int row = first;");
        foreach ((ContractTile tile, int repeat, _) in walk)
        {
            WriteRowLoop(tile, repeat, () => WritePanelLoop(tile, () => WriteTileCalls(tile, repeat)));
        }

        if (last is null)
        {
            return;
        }

        Code.Line();
        using (Code.Block(kernel.Rows.TimesRows ? "for (; row < last; row++)" : "if (row < last)"))
        {
            WritePanelLoop(last, () => WriteTileCalls(last, 1));
        }
    }

    // Rows in several loops, of which the innermost is walked in tiles. The call's rows, if there are any, are the outermost loop.
    private void WriteNestedWalk(IReadOnlyList<WalkStep> walk, ContractTile? last, bool panelsOutside)
    {
        bool dividesOuter = kernel.TotalRows.TimesRows;
        (string begin, string end) = dividesOuter ? ("0", Numbers.Of("run", kernel.Rows.Constant)) : ("first", "last");
        ContractTile any = last ?? walk[0].Tile;
        if (panelsOutside)
        {
            WritePanelLoop(any, () => WriteLoop(0));
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
            string range = count.TimesRows ? $"int {variable} = first; {variable} < last" : $"int {variable} = 0; {variable} < {Numbers.Of("loop" + Literal.Int(level), count.Constant)}";
            using (Code.Block($"for ({range}; {variable}++)"))
            {
                WriteLoop(level + 1);
            }
        }

        void WriteRun()
        {
            Code.Line($"int row = {begin};");
            foreach ((ContractTile tile, int repeat, int until) in walk)
            {
                int rows = tile.Rows * repeat;
                using (Code.Block($"for (; row <= {(until == int.MaxValue ? end : Numbers.Of("until", until))} - {Literal.Int(rows)}; row += {Literal.Int(rows)})"))
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
                WriteTileCalls(tile, repeat);
            }
            else
            {
                WritePanelLoop(tile, () => WriteTileCalls(tile, repeat));
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

    private void WriteTileCalls(ContractTile tile, int repeat)
    {
        if (repeat == 1)
        {
            WriteTileCall(tile, "row");
            return;
        }

        using (Code.Block($"for (int part = row; part < row + {Literal.Int(tile.Rows * repeat)}; part += {Literal.Int(tile.Rows)})"))
        {
            WriteTileCall(tile, "part");
        }
    }

    // A reference moved by an index: what walks tiles is no loop over elements, so that it may take the shorter name.
    private static string Element(string reference, string index) => index.Length == 0 ? "ref " + reference : $"ref At(ref {reference}, {index})";

    private void WritePanelLoop(ContractTile tile, Action body)
    {
        if (tile.IsWhole(kernel))
        {
            body();
            return;
        }

        using (Code.Block($"for (int n = 0; n < {Numbers.Of("columns", Layout.Pad(kernel.Columns))}; n += {Literal.Int(tile.ColumnStep)})"))
        {
            body();
        }
    }

    private void WriteTileCall(ContractTile tile, string row)
    {
        // Where an operand's row is, with the loops around rows.
        string Row(string operand, Func<RowLoop, int> outer, int stride) => string.Join(
            " + ",
            kernel.OuterRows.Select((loop, level) => Numbers.Term("i" + Literal.Int(level), operand + "Loop" + Literal.Int(level), outer(loop))).Append(Numbers.Term(row, operand + "Row", stride)).Where(term => term.Length > 0));
        string ResultRow() => Row("c", loop => loop.ResultStride, kernel.ResultRowStride);

        // Tiles begin at a panel, or at a vector within one.
        string Panel(string operand, int stride) => tile.IsWhole(kernel) ? string.Empty
            : stride == kernel.Panel ? "n"
            : tile.Columns % kernel.Panel == 0 ? Numbers.Term($"n / {Literal.Int(kernel.Panel)}", operand + "Panel", stride)
            : $"{Numbers.Term($"n / {Literal.Int(kernel.Panel)}", operand + "Panel", stride)} + (n % {Literal.Int(kernel.Panel)})";
        var arguments = new List<string>
        {
            Element("a", Row("a", loop => loop.LeftStride, kernel.LeftRowStride)),
            Element("b", Panel("b", kernel.RightPanelStride)),
        };
        string place = Panel("c", kernel.ResultPanelStride);
        if (!kernel.Puts)
        {
            arguments.Add(Element("c", Sum(place, ResultRow())));
        }

        foreach ((MapOperand operand, int index) in kernel.MemoryExtras)
        {
            arguments.Add(operand.Access switch
            {
                OperandAccess.Full => Element("e" + Literal.Int(index), Sum(place, Row("e" + Literal.Int(index), loop => loop.ExtraStrides[index], operand.RowStride))),
                OperandAccess.Column => Element("e" + Literal.Int(index), tile.IsWhole(kernel) ? string.Empty : "n"),
                OperandAccess.RowScalar => Element("e" + Literal.Int(index), Row("e" + Literal.Int(index), loop => loop.ExtraStrides[index], operand.RowStride)),
                _ => "ref e" + Literal.Int(index),
            });
        }

        KernelSignature signature = KernelSignature.Of(kernel);
        (string method, SharedTile? shared) = methods[tile];
        arguments.AddRange(new[] { (signature.Scale, "scale"), (signature.Share, "share"), (signature.Inner && shared is null, "rows") }.Where(entry => entry.Item1).Select(entry => entry.Item2));
        if (shared?.IsMasked ?? tile.TakesLanes(kernel))
        {
            arguments.Add("(int)" + Numbers.Of("valid", kernel.Columns) + (tile.IsWhole(kernel) ? string.Empty : " - n"));
        }

        if (shared is not null)
        {
            arguments.AddRange(SharedTileEmitter.Numbers(shared, kernel).Select(number => long.TryParse(number.Value, out long value) ? Numbers.Of(number.Name, value) : number.Value));
        }

        if (kernel.Puts)
        {
            string index = Sum(place, ResultRow());
            arguments.Add(index.Length == 0 ? "at" : $"at + (nuint)({index})");
            arguments.Add("ref sink");
        }

        Code.Line($"{method}({string.Join(", ", arguments)});");
    }
}
