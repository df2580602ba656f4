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
/// <param name="closing">The methods of closing maps.</param>
/// <param name="tiles">Methods of tiles, which products share: they are written with the first that calls them.</param>
/// <param name="drivers">Methods that walk tiles, by their text, likewise.</param>
internal sealed class ContractEmitter(CodeWriter code, HelperSet helpers, ClosingMaps closing, IDictionary<SharedTile, string> tiles, IDictionary<string, string> drivers) : KernelEmitter(code, helpers)
{
    public void Write(string name, ContractKernel kernel, string summary)
    {
        kernel = SharedTile.Nested(kernel);
        closing.Add(kernel.Epilogue);
        KernelSignature signature = KernelSignature.Of(kernel);
        List<(string Type, string Name)> operands = Operands(kernel);
        string parameters = Parameters(operands, signature);
        var methods = new Dictionary<ContractTile, TileMethod>();
        foreach (VectorWidth width in Widths)
        {
            foreach ((ContractTile tile, _, _) in ContractTile.Walk(kernel, width.Size))
            {
                methods[tile] = TileOf(name, kernel, tile);
            }

            if (ContractTile.Last(kernel, width.Size) is { } last)
            {
                methods[last] = TileOf(name, kernel, last);
            }
        }

        var text = new CodeWriter();
        var driver = new ContractDriverEmitter(text, Helpers, kernel, methods);
        driver.Write();
        string numbers = string.Concat(driver.Numbers.All.Select(number => ", nint " + number.Name));
        string method = Shared(drivers, "Walk_" + Literal.Int(drivers.Count), parameters + numbers, kernel.Puts, "Walks the tiles of a product.", optimizes: false, text);
        string arguments = string.Join(", ", operands.Select(operand => "ref " + operand.Name)) + signature.Arguments() + string.Concat(driver.Numbers.All.Select(number => ", " + Literal.Int(number.Value)));
        WriteForwarding(name, parameters, kernel.Puts, summary, $"{method}({arguments})");
    }

    private List<(string Type, string Name)> Operands(ContractKernel kernel)
    {
        List<(string, string)> operands = [(Real.Name, "a"), (Real.Name, "b")];
        if (!kernel.Puts)
        {
            operands.Add((Real.Name, "c"));
        }

        operands.AddRange(kernel.MemoryExtras.Select(extra => (Real.Name, "e" + Literal.Int(extra.Index))));
        return operands;
    }

    private string Suffix(ContractTile tile) => (tile.Rows == 1 ? "Row" : "Rows" + Literal.Int(tile.Rows)) + new VectorWidth(tile.Hardware.Lanes, Real).Suffix;

    // A short loop is written out, so that its count is a constant.
    private static bool IsShared(ContractKernel kernel, ContractTile tile) => !ContractTileEmitter.HasShortLoop(kernel, tile);

    // The method of a tile, which another product may have brought; else it is written.
    private TileMethod TileOf(string name, ContractKernel kernel, ContractTile tile)
    {
        KernelSignature signature = KernelSignature.Of(kernel);
        SharedTile? shared = IsShared(kernel, tile) ? SharedTile.Of(kernel, tile) : null;
        if (shared is not null && tiles.TryGetValue(shared, out string? known))
        {
            return new TileMethod(known, shared);
        }

        string method = name + Suffix(tile);
        if (shared is not null)
        {
            method = $"Tile{(tile.Rows == 1 ? string.Empty : Literal.Int(tile.Rows) + "x")}{Literal.Int(tile.Columns)}{new VectorWidth(tile.Hardware.Lanes, Real).Suffix}_{Literal.Int(tiles.Count)}";
            tiles.Add(shared, method);
        }

        var parameters = new List<string>(Operands(kernel).Select(operand => $"ref {Real} " + operand.Name));
        parameters.AddRange(new[] { (signature.Scale, $"{Real} scale"), (signature.Share, $"{Real} share"), (signature.Inner && shared is null, "int rows"), (shared?.IsMasked ?? tile.TakesLanes(kernel), "int lanes") }.Where(entry => entry.Item1).Select(entry => entry.Item2));
        if (shared is not null)
        {
            parameters.AddRange(SharedTileEmitter.Numbers(shared, kernel).Select(number => "nint " + number.Name));
        }

        if (kernel.Puts)
        {
            parameters.Add("nuint at");
            parameters.Add("scoped ref TSink sink");
        }

        string summary = Literal.Int(tile.Rows * tile.Vectors * tile.InnerChains) + " sums in registers.";
        ContractTileEmitter emitter = shared is null ? new ContractTileEmitter(Code, Helpers, kernel, tile) { Closing = closing } : new SharedTileEmitter(Code, Helpers, shared) { Columns = null, Closing = closing };
        WriteMethod(method, string.Join(", ", parameters), kernel.Puts, summary, optimizes: true, emitter.Write);
        return new TileMethod(method, shared);
    }
}
