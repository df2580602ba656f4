using System;
using System.Collections.Generic;
using System.Linq;
using NetCompiler.Core.Planning;
using NetCompiler.Core.Planning.Kernels;

namespace NetCompiler.Core.Emission;

/// <summary>
/// Writes products: a driver that walks tiles of rows and panels, and for each width a tile of several rows and one of a single row, with
/// the whole sum inside and all sums in registers.
/// </summary>
internal sealed class ContractEmitter(CodeWriter code, ISet<MathHelper> helpers) : KernelEmitter(code, helpers)
{
    // A product whose weights are larger than this (in floats) walks panels outside and rows inside, so that a panel is read from memory once.
    private const long LargePanels = 1 << 18;

    public void Write(string name, ContractKernel kernel, string summary)
    {
        KernelSignature signature = KernelSignature.Of(kernel);
        List<(string Type, string Name)> operands = Operands(kernel);
        string generic = kernel.Puts ? "<TSink>" : string.Empty;
        Code.Line();
        Code.Line("/// <summary>" + Literal.Xml(summary) + "</summary>");
        Code.Line($"private static void {name}{generic}({Parameters(operands, signature)})");
        Constrain(signature);
        using (Code.Block(string.Empty))
        {
            foreach (VectorWidth width in VectorWidth.All)
            {
                string header = width.Lanes == 16 ? "if (" + width.Name + ".IsHardwareAccelerated)" : width.Lanes == 8 ? "else if (" + width.Name + ".IsHardwareAccelerated)" : "else";
                using (Code.Block(header))
                {
                    WriteDriver(name, kernel, width);
                }
            }
        }

        foreach (VectorWidth width in VectorWidth.All)
        {
            WriteTile(name, kernel, Tile.Many(kernel, width));
            WriteTile(name, kernel, Tile.One(kernel, width));
        }
    }

    private static List<(string Type, string Name)> Operands(ContractKernel kernel)
    {
        List<(string, string)> operands = [("float", "a"), ("float", "b")];
        if (!kernel.Puts)
        {
            operands.Add(("float", "c"));
        }

        operands.AddRange(InMemory(kernel).Select(extra => ("float", "e" + Literal.Int(extra.Index))));
        return operands;
    }

    private static IEnumerable<(MapOperand Operand, int Index)> InMemory(ContractKernel kernel) =>
        kernel.Extras.Select((operand, index) => (operand, index)).Where(extra => extra.operand.Access is not (OperandAccess.Scale or OperandAccess.Share));

    private void WriteDriver(string name, ContractKernel kernel, VectorWidth width)
    {
        Tile many = Tile.Many(kernel, width);
        Tile one = Tile.One(kernel, width);
        bool panelsOutside = (long)Layout.Pad(kernel.Columns) * kernel.Inner.Constant > LargePanels && !kernel.Inner.TimesRows;
        if (panelsOutside)
        {
            // Both tiles take whole multiples of a panel part, so that one outer loop serves them.
            WritePanelLoop(kernel, many, () => WriteRowLoop(many.Rows, declare: true, () => WriteTileCall(name, kernel, many)));
            Code.Line($"int rest = first + ((last - first) / {Literal.Int(many.Rows)} * {Literal.Int(many.Rows)});");
            WritePanelLoop(kernel, one, () =>
            {
                using (Code.Block("for (int row = rest; row < last; row++)"))
                {
                    WriteTileCall(name, kernel, one);
                }
            });
            return;
        }

        Code.Line("int row = first;");
        WriteRowLoop(many.Rows, declare: false, () => WritePanelLoop(kernel, many, () => WriteTileCall(name, kernel, many)));
        Code.Line();
        using (Code.Block("for (; row < last; row++)"))
        {
            WritePanelLoop(kernel, one, () => WriteTileCall(name, kernel, one));
        }
    }

    private void WriteRowLoop(int rows, bool declare, Action body)
    {
        using (Code.Block($"for ({(declare ? "int row = first" : string.Empty)}; row <= last - {Literal.Int(rows)}; row += {Literal.Int(rows)})"))
        {
            body();
        }
    }

    private void WritePanelLoop(ContractKernel kernel, Tile tile, Action body)
    {
        using (Code.Block($"for (int n = 0; n < {Literal.Int(Layout.Pad(kernel.Columns))}; n += {Literal.Int(tile.Columns)})"))
        {
            body();
        }
    }

    private void WriteTileCall(string name, ContractKernel kernel, Tile tile)
    {
        // Tiles begin at a panel, or at a vector within one.
        string Panel(int stride) => tile.Columns % kernel.Panel == 0
            ? (stride == kernel.Panel ? "n" : $"(n / {Literal.Int(kernel.Panel)} * {Literal.Int(stride)})")
            : (stride == kernel.Panel ? "n" : $"(n / {Literal.Int(kernel.Panel)} * {Literal.Int(stride)}) + (n % {Literal.Int(kernel.Panel)})");
        var arguments = new List<string>
        {
            At("a", Index(("row", kernel.LeftRowStride))),
            At("b", Panel(kernel.RightPanelStride)),
        };
        string place = Panel(kernel.ResultPanelStride);
        if (!kernel.Puts)
        {
            arguments.Add(At("c", Sum(place, Index(("row", kernel.ResultRowStride)))));
        }

        foreach ((MapOperand operand, int index) in InMemory(kernel))
        {
            arguments.Add(operand.Access switch
            {
                OperandAccess.Full => At("e" + Literal.Int(index), Sum(place, Index(("row", operand.RowStride)))),
                OperandAccess.Column => At("e" + Literal.Int(index), "n"),
                OperandAccess.RowScalar => At("e" + Literal.Int(index), Index(("row", operand.RowStride))),
                _ => "ref e" + Literal.Int(index),
            });
        }

        KernelSignature signature = KernelSignature.Of(kernel);
        arguments.AddRange(new[] { (signature.Scale, "scale"), (signature.Share, "share"), (signature.Inner, "rows") }.Where(entry => entry.Item1).Select(entry => entry.Item2));
        if (tile.IsMasked)
        {
            arguments.Add($"{Literal.Int(kernel.Columns)} - n");
        }

        if (kernel.Puts)
        {
            arguments.Add($"at + (nuint)({Sum(place, Index(("row", kernel.ResultRowStride)))})");
            arguments.Add("ref sink");
        }

        Code.Line($"{name}{tile.Suffix}({string.Join(", ", arguments)});");
    }

    private static string Sum(string a, string b) => a.Length == 0 ? b : b.Length == 0 ? a : a + " + " + b;

    private void WriteTile(string name, ContractKernel kernel, Tile tile)
    {
        VectorWidth width = tile.Width;
        KernelSignature signature = KernelSignature.Of(kernel);
        var parameters = new List<string>(Operands(kernel).Select(operand => "ref float " + operand.Name));
        parameters.AddRange(new[] { (signature.Scale, "float scale"), (signature.Share, "float share"), (signature.Inner, "int rows"), (tile.IsMasked, "int lanes") }.Where(entry => entry.Item1).Select(entry => entry.Item2));
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
        Code.Line($"private static void {name}{tile.Suffix}{(kernel.Puts ? "<TSink>" : string.Empty)}({string.Join(", ", parameters)})");
        Constrain(signature);
        using (Code.Block(string.Empty))
        {
            WriteSums(kernel, tile);
            WriteEpilogue(kernel, tile, width);
        }
    }

    private static string Sum(int row, int vector, int chain) => chain == 0 ? $"c{row}_{vector}" : $"c{row}_{vector}_{chain}";

    private void WriteSums(ContractKernel kernel, Tile tile)
    {
        VectorWidth width = tile.Width;
        for (int chain = 0; chain < tile.InnerChains; chain++)
        {
            for (int row = 0; row < tile.Rows; row++)
            {
                for (int vector = 0; vector < tile.Vectors; vector++)
                {
                    Code.Line($"{width.Type} {Sum(row, vector, chain)} = {width.Zero};");
                }
            }
        }

        Code.Line();
        string step = tile.InnerChains == 1 ? "k++" : "k += " + Literal.Int(tile.InnerChains);
        using (Code.Block($"for (int k = 0; k < {CountOf(kernel.Inner)}; {step})"))
        {
            for (int chain = 0; chain < tile.InnerChains; chain++)
            {
                string end = chain == 0 ? string.Empty : "_" + Literal.Int(chain);
                for (int vector = 0; vector < tile.Vectors; vector++)
                {
                    Code.Line($"{width.Type} b{vector}{end} = {width.Load("b", tile.Displacement(kernel, vector, kernel.RightPanelStride) + ((long)chain * kernel.RightStep))};");
                }

                for (int row = 0; row < tile.Rows; row++)
                {
                    Code.Line($"{width.Type} a{row}{end} = {width.Create(VectorWidth.Scalar.Load("a", ((long)row * kernel.LeftRowStride) + ((long)chain * kernel.LeftStep)))};");
                    for (int vector = 0; vector < tile.Vectors; vector++)
                    {
                        string sum = Sum(row, vector, chain);
                        Code.Line($"{sum} = {width.Name}.MultiplyAddEstimate(a{row}{end}, b{vector}{end}, {sum});");
                    }
                }
            }

            // A factor without an axis to sum over has no next element.
            foreach ((string reference, int stride) in new[] { ("a", kernel.LeftStep), ("b", kernel.RightStep) }.Where(factor => factor.Item2 != 0))
            {
                Code.Line($"{reference} = {Moved(reference, (long)stride * tile.InnerChains)};");
            }
        }

        // Chains are joined in pairs: the order is part of the result.
        for (int half = tile.InnerChains / 2; half >= 1; half /= 2)
        {
            for (int chain = 0; chain < half; chain++)
            {
                for (int vector = 0; vector < tile.Vectors; vector++)
                {
                    Code.Line($"{Sum(0, vector, chain)} += {Sum(0, vector, chain + half)};");
                }
            }
        }

        Code.Line();
    }

    private void WriteEpilogue(ContractKernel kernel, Tile tile, VectorWidth width)
    {
        ScalarEmitter scalars = Scalars(width);
        for (int vector = 0; tile.IsMasked && vector < tile.Vectors; vector++)
        {
            int offset = vector * width.Lanes;
            Code.Line($"{width.Type} mask{vector} = {Mask(width, offset == 0 ? "lanes" : "lanes - " + Literal.Int(offset))};");
        }

        for (int row = 0; row < tile.Rows; row++)
        {
            for (int vector = 0; vector < tile.Vectors; vector++)
            {
                long place = tile.Displacement(kernel, vector, kernel.ResultPanelStride);
                List<string> operands = [Sum(row, vector, 0)];
                for (int i = 0; i < kernel.Extras.Count; i++)
                {
                    MapOperand extra = kernel.Extras[i];
                    string reference = "e" + Literal.Int(i);
                    operands.Add(extra.Access switch
                    {
                        OperandAccess.Full => width.Load(reference, place + ((long)row * extra.RowStride)),
                        OperandAccess.Column => width.Load(reference, (long)vector * width.Lanes),
                        OperandAccess.RowScalar => width.Create(VectorWidth.Scalar.Load(reference, (long)row * extra.RowStride)),
                        OperandAccess.Scalar => width.Create(reference),
                        OperandAccess.Scale => width.Create("scale"),
                        _ => width.Create("share"),
                    });
                }

                string value = scalars.Emit(kernel.Epilogue, operands);
                if (tile.IsMasked)
                {
                    value = $"({value} & mask{vector})";
                }

                long target = place + ((long)row * kernel.ResultRowStride);
                Code.Line(kernel.Puts
                    ? $"sink.Put({(target == 0 ? "at" : "at + " + Literal.Int(target))}, {value});"
                    : $"{value}.StoreUnsafe(ref c{(target == 0 ? string.Empty : ", " + Literal.Int(target))});");
            }
        }
    }

    /// <summary>How much of the result one method computes.</summary>
    private sealed record Tile(VectorWidth Width, int Rows, int Columns, int InnerChains, bool IsMasked)
    {
        public int Vectors => Columns / Width.Lanes;

        public string Suffix => (Rows == 1 ? "Row" : "Rows" + Literal.Int(Rows)) + Width.Suffix;

        /// <summary>Several rows: as many sums as the registers hold.</summary>
        public static Tile Many(ContractKernel kernel, VectorWidth width) =>
            new(width, width.Lanes == 16 ? 8 : 4, width.Lanes == 16 ? kernel.Panel : 16, 1, kernel.Columns % Layout.Vector != 0);

        /// <summary>One row: several panels, or several chains of a short row, so that the latency is hidden.</summary>
        public static Tile One(ContractKernel kernel, VectorWidth width)
        {
            Tile part = Many(kernel, width);
            int columns = part.Columns;
            while (columns * 2 / width.Lanes <= 8 && Layout.Pad(kernel.Columns) % (columns * 2) == 0)
            {
                columns *= 2;
            }

            int chains = 1;
            while (!kernel.Inner.TimesRows && columns / width.Lanes * chains * 2 <= 8 && kernel.Inner.Constant % (chains * 2) == 0)
            {
                chains *= 2;
            }

            return part with { Rows = 1, Columns = columns, InnerChains = chains };
        }

        /// <summary>Where a vector of the tile lies, counted from the tile's first, with panels of the given stride.</summary>
        public long Displacement(ContractKernel kernel, int vector, int panelStride)
        {
            int column = vector * Width.Lanes;
            return ((long)(column / kernel.Panel) * panelStride) + (column % kernel.Panel);
        }
    }
}
