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
/// <param name="tiles">Methods of tiles, which products share: they are written with the first that calls them.</param>
/// <param name="drivers">Methods that walk tiles, by their text, likewise.</param>
internal sealed class ContractEmitter(CodeWriter code, ISet<MathHelper> helpers, IDictionary<SharedTile, string> tiles, IDictionary<string, string> drivers) : KernelEmitter(code, helpers)
{
    public void Write(string name, ContractKernel kernel, string summary)
    {
        kernel = IsShared(kernel) ? SharedTile.Nested(kernel) : kernel;
        KernelSignature signature = KernelSignature.Of(kernel);
        List<(string Type, string Name)> operands = Operands(kernel);
        string generic = kernel.Puts ? "<TSink>" : string.Empty;
        foreach (VectorWidth width in VectorWidth.All)
        {
            foreach ((ContractTile tile, _) in ContractTile.Walk(kernel, width.Lanes))
            {
                WriteTile(name, kernel, tile);
            }

            if (ContractDriverEmitter.LastTile(kernel, width) is { } last)
            {
                WriteTile(name, kernel, last);
            }
        }

        var text = new CodeWriter();
        var driver = new ContractDriverEmitter(text, Helpers, kernel, tile => TileOf(name, kernel, tile));
        driver.Write();
        string numbers = string.Concat(driver.Numbers.Select(number => ", nint " + number.Name));
        string key = $"{generic}({Parameters(operands, signature)}{numbers})\n{text}";
        if (!drivers.TryGetValue(key, out string? method))
        {
            method = "Walk_" + Literal.Int(drivers.Count);
            drivers.Add(key, method);
            Code.Line();
            Code.Line("/// <summary>Walks the tiles of a product.</summary>");
            Code.Line($"private static void {method}{generic}({Parameters(operands, signature)}{numbers})");
            Constrain(signature);
            using (Code.Block(string.Empty))
            {
                Code.Lines(text.ToString().TrimEnd('\n'));
            }
        }

        string arguments = string.Join(", ", operands.Select(operand => "ref " + operand.Name)) + signature.Arguments() + string.Concat(driver.Numbers.Select(number => ", " + Literal.Int(number.Value)));
        Code.Line();
        Code.Line("/// <summary>" + Literal.Xml(summary) + "</summary>");
        Code.Line($"private static void {name}{generic}({Parameters(operands, signature)})");
        Constrain(signature);
        using (Code.Block(string.Empty))
        {
            Code.Line($"{method}({arguments});");
        }
    }

    // The method of a tile: one that is shared, or the product's own.
    private string TileOf(string name, ContractKernel kernel, ContractTile tile) => IsShared(kernel) ? tiles[SharedTile.Of(kernel, tile)] : name + Suffix(tile);

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

    // A short loop is written out, so that its count is a constant.
    public static bool IsShared(ContractKernel kernel) => !ContractTileEmitter.HasShortLoop(kernel);

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
