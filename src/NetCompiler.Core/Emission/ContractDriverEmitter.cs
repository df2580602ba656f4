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
internal sealed class ContractDriverEmitter(CodeWriter code, HelperSet helpers, ContractKernel kernel, IReadOnlyDictionary<ContractTile, TileMethod> methods) : KernelEmitter(code, helpers)
{
    // A product whose weights are larger than this (in floats) walks panels outside and rows inside, so that a panel is read from memory once.
    private const long LargePanels = 1 << 18;

    /// <summary>The names in the text.</summary>
    public NumberNames Numbers { get; } = new();

    public void Write()
    {
        bool panelsOutside = (long)Layout.Pad(kernel.Columns) * kernel.TotalInner.Constant > Real.InPlaceOf(LargePanels) && !kernel.TotalInner.TimesRows && ContractTile.Walk(kernel, Widths[0].Size).Count > 0;
        if (panelsOutside && kernel.OuterRows.Count == 0)
        {
            WriteDispatch(WritePanelsOutside);
            return;
        }

        Walk[] walks = Widths.Select(width => new Walk(ContractTile.Walk(kernel, width.Size), ContractTile.Last(kernel, width.Size))).ToArray();
        bool isWhole = walks.SelectMany(walk => walk.Tiles).All(tile => tile.IsWhole(kernel));
        string columns = isWhole ? string.Empty : Numbers.Of("columns", Layout.Pad(kernel.Columns));
        if (panelsOutside)
        {
            // Rows of short runs are tiles of one width.
            string step = ByWidth(walks, walk => Literal.Int(walk.Tiles[0].ColumnStep));
            using (isWhole ? null : Code.Block($"for (int n = 0; n < {columns}; n += {step})"))
            {
                WriteLoops(walks, 0, isWhole, null);
            }

            return;
        }

        WriteLoops(walks, 0, isWhole, columns);
    }

    // The tiles of a width: the steps of its walk, and what they leave.
    private sealed record Walk(IReadOnlyList<WalkStep> Steps, ContractTile? Last)
    {
        public IReadOnlyList<ContractTile> Tiles { get; } = [.. Steps.Select(step => step.Tile), .. Last is null ? [] : new[] { Last }];
    }

    // A number that the hardware decides; the JIT knows which.
    private string ByWidth(IReadOnlyList<Walk> walks, Func<Walk, string> number)
    {
        string[] numbers = walks.Select(number).ToArray();
        int same = numbers.Reverse().TakeWhile(number => number == numbers[numbers.Length - 1]).Count();
        return same == numbers.Length ? numbers[0]
            : string.Concat(numbers.Take(numbers.Length - same + 1).Select((value, i) => i == numbers.Length - same ? value : $"{Widths[i].Name}.IsHardwareAccelerated ? {(value.Contains("?") ? $"({value})" : value)} : "));
    }

    // Loops around the rows, if there are any: the rows of the call are the outermost, and workers share them.
    private void WriteLoops(IReadOnlyList<Walk> walks, int level, bool isWhole, string? columns)
    {
        if (level < kernel.OuterRows.Count)
        {
            string variable = "i" + Literal.Int(level);
            Count count = kernel.OuterRows[level].Count;
            string range = count.TimesRows ? $"int {variable} = first; {variable} < last" : $"int {variable} = 0; {variable} < {Numbers.Of("loop" + Literal.Int(level), count.Constant)}";
            using (Code.Block($"for ({range}; {variable}++)"))
            {
                WriteLoops(walks, level + 1, isWhole, columns);
            }

            return;
        }

        bool dividesOuter = kernel.OuterRows.Count > 0 && kernel.TotalRows.TimesRows;
        (string begin, string end) = dividesOuter ? ("0", "(int)" + Numbers.Of("run", kernel.Rows.Constant)) : ("first", "last");
        if (walks.SelectMany(walk => walk.Steps).FirstOrDefault(step => step.Repeat > 1) is { Tile: not null } pair)
        {
            string together = Literal.Int(pair.Tile.Rows * pair.Repeat);
            Code.Line($"int whole = first + ((last - first) / {together} * {together});");
        }

        using (Code.Block($"for (int row = {begin}, height; row < {end}; row += height)"))
        {
            string choice = ByWidth(walks, RowsOf);
            if (choice.Contains("left"))
            {
                Code.Line($"int left = {end} - row;");
            }

            Code.Line($"height = {choice};");
            if (isWhole || columns is null)
            {
                WriteTiles(walks, isWhole);
                return;
            }

            if (kernel.Alternates)
            {
                Code.Line($"int width = {ByWidth(walks, StepOf)};");
                using (Code.Block($"for (int passed = 0; passed < {columns}; passed += width)"))
                {
                    Code.Line($"int n = back == 0 ? passed : (int){columns} - width - passed;");
                    WriteTiles(walks, isWhole);
                }

                return;
            }

            using (Code.Block($"for (int n = 0; n < {columns}; n += {ByWidth(walks, StepOf)})"))
            {
                WriteTiles(walks, isWhole);
            }
        }
    }

    // How many rows come next: those of the first tile of the walk that finds as many left.
    private string RowsOf(Walk walk)
    {
        string text = string.Empty;
        for (int i = 0; i < walk.Steps.Count; i++)
        {
            WalkStep step = walk.Steps[i];
            string rows = Literal.Int(step.Tile.Rows);
            if (i == walk.Steps.Count - 1 && walk.Last is null)
            {
                return text + rows;
            }

            string condition = step.Until < int.MaxValue ? "row < " + Numbers.Of("until", step.Until) : step.Repeat > 1 ? "row < whole" : "left >= " + rows;
            text += $"{condition} ? {rows} : ";
        }

        return text + Literal.Int(walk.Last!.Rows);
    }

    private static string StepOf(Walk walk)
    {
        ContractTile[] others = walk.Tiles.Where(tile => tile.ColumnStep != walk.Tiles[0].ColumnStep).ToArray();
        return string.Concat(others.Select(tile => $"height == {Literal.Int(tile.Rows)} ? {Literal.Int(tile.ColumnStep)} : ")) + Literal.Int(walk.Tiles[0].ColumnStep);
    }

    // The calls of a place: where the operands are, and the tile of as many rows.
    private void WriteTiles(IReadOnlyList<Walk> walks, bool isWhole)
    {
        ContractTile[] tiles = walks.SelectMany(walk => walk.Tiles).ToArray();
        bool inPanels = tiles.All(tile => tile.Columns % kernel.Panel == 0);
        TilePlace place = PlaceOf("row", isWhole, inPanels);
        List<string> operands = place.Operands.Select(operand =>
        {
            if (operand.Index.Length == 0)
            {
                return "ref " + operand.Name;
            }

            Code.Line($"ref {Real} {operand.Name}At = {Element(operand.Name, operand.Index)};");
            return $"ref {operand.Name}At";
        }).ToList();
        string at = place.At;
        if (kernel.Puts && at != "at")
        {
            Code.Line($"nuint to = {at};");
            at = "to";
        }

        for (int i = 0; i < walks.Count; i++)
        {
            for (int j = 0; j < walks[i].Tiles.Count; j++)
            {
                ContractTile tile = walks[i].Tiles[j];
                string[] conditions =
                [
                    .. i == walks.Count - 1 ? [] : new[] { Widths[i].Name + ".IsHardwareAccelerated" },
                    .. j == walks[i].Tiles.Count - 1 ? [] : new[] { "height == " + Literal.Int(tile.Rows) },
                ];
                string branch = conditions.Length == 0 ? "else" : $"{(i + j == 0 ? "if" : "else if")} ({string.Join(" && ", conditions)})";
                using (Code.Block(branch))
                {
                    WriteCall(tile, operands, at, isWhole);
                }
            }
        }
    }

    // Panels outside and rows inside, so that a panel is read from memory once.
    private void WritePanelsOutside(VectorWidth width)
    {
        IReadOnlyList<WalkStep> walk = ContractTile.Walk(kernel, width.Size);
        ContractTile? last = ContractTile.Last(kernel, width.Size);

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
        TilePlace place = PlaceOf(row, tile.IsWhole(kernel), tile.Columns % kernel.Panel == 0);
        WriteCall(tile, place.Operands.Select(operand => Element(operand.Name, operand.Index)), place.At, tile.IsWhole(kernel));
    }

    // Where the operands of a tile begin, and the index of what is put.
    private sealed record TilePlace(IReadOnlyList<(string Name, string Index)> Operands, string At);

    private TilePlace PlaceOf(string row, bool isWhole, bool inPanels)
    {
        // Where an operand's row is, with the loops around rows.
        string Row(string operand, Func<RowLoop, int> outer, int stride) => string.Join(
            " + ",
            kernel.OuterRows.Select((loop, level) => Numbers.Term("i" + Literal.Int(level), operand + "Loop" + Literal.Int(level), outer(loop))).Append(Numbers.Term(row, operand + "Row", stride)).Where(term => term.Length > 0));

        // Tiles begin at a panel, or at a vector within one.
        string Panel(string operand, int stride) => isWhole ? string.Empty
            : stride == kernel.Panel ? "n"
            : inPanels ? Numbers.Term($"n / {Literal.Int(kernel.Panel)}", operand + "Panel", stride)
            : $"{Numbers.Term($"n / {Literal.Int(kernel.Panel)}", operand + "Panel", stride)} + (n % {Literal.Int(kernel.Panel)})";
        string columns = isWhole ? string.Empty : "n";
        string result = Sum(Panel("c", kernel.ResultPanelStride), Row("c", loop => loop.ResultStride, kernel.ResultRowStride));
        var operands = new List<(string, string)>
        {
            ("a", Row("a", loop => loop.LeftStride, kernel.LeftRowStride)),
            ("b", Sum(Panel("b", kernel.RightPanelStride), Row("b", loop => loop.RightStride, 0))),
        };
        if (!kernel.Puts)
        {
            operands.Add(("c", result));
        }

        foreach ((MapOperand operand, int index) in kernel.MemoryExtras)
        {
            string name = "e" + Literal.Int(index);
            operands.Add((name, operand.Access switch
            {
                OperandAccess.Full => Sum(Panel("c", kernel.ResultPanelStride), Row(name, loop => loop.ExtraStrides[index], operand.RowStride)),
                OperandAccess.Column => columns,
                OperandAccess.RowScalar => Row(name, loop => loop.ExtraStrides[index], operand.RowStride),
                _ => string.Empty,
            }));
        }

        return new TilePlace(operands, result.Length == 0 ? "at" : $"at + (nuint)({result})");
    }

    private void WriteCall(ContractTile tile, IEnumerable<string> operands, string at, bool isWhole)
    {
        KernelSignature signature = KernelSignature.Of(kernel);
        (string method, SharedTile? shared) = methods[tile];
        List<string> arguments = [.. operands];
        arguments.AddRange(new[] { (signature.Scale, "scale"), (signature.Share, "share"), (signature.Inner && shared is null, "rows") }.Where(entry => entry.Item1).Select(entry => entry.Item2));
        if (shared?.IsMasked ?? tile.TakesLanes(kernel))
        {
            arguments.Add("(int)" + Numbers.Of("valid", kernel.Columns) + (isWhole ? string.Empty : " - n"));
        }

        if (shared is not null)
        {
            arguments.AddRange(SharedTileEmitter.Numbers(shared, kernel).Select(number => long.TryParse(number.Value, out long value) ? Numbers.Of(number.Name, value) : number.Value));
        }

        if (kernel.Puts)
        {
            arguments.Add(at);
            arguments.Add("ref sink");
        }

        Code.Line($"{method}({string.Join(", ", arguments)});");
    }
}
