using System;
using System.Collections.Generic;
using System.Linq;
using NetCompiler.Core.Planning;
using NetCompiler.Core.Planning.Kernels;
using NetCompiler.Core.Planning.Tiles;

namespace NetCompiler.Core.Emission;

/// <summary>
/// Writes convolutions in Winograd's form: block by block of tiles, what transforms the input, a product for each element, and what transforms back and closes. The
/// transforms take strides and counts, so that convolutions of several sizes share them.
/// </summary>
/// <param name="code">The file.</param>
/// <param name="helpers">Helpers that the file needs.</param>
/// <param name="products">Writes the products.</param>
/// <param name="methods">Shared methods so far, by their text: the name of each.</param>
internal sealed class WinogradEmitter(CodeWriter code, HelperSet helpers, ContractEmitter products, IDictionary<string, string> methods) : KernelEmitter(code, helpers)
{
    private const int Reach = WinogradTile.Reach;
    private const int Side = WinogradTile.Side;

    private WinogradKernel _kernel = null!;

    public void Write(string name, WinogradKernel kernel, string summary)
    {
        _kernel = kernel;
        string input = SharedWidths(methods, name + "Input", WinogradTransforms.InputParameters(Real), WinogradTransforms.InputArguments, WinogradTransforms.InputSummary, WinogradTransforms.WriteInput);
        string output = Output(name);
        products.Write(name + "Product", kernel.Product, "The product of one element of the transformed tiles of a block. For " + name + ".");
        List<(string, string)> operands = [(Real.Name, "x"), (Real.Name, "u"), (Real.Name, "y"), (Real.Name, "scratch"), .. MemoryExtras.Select(extra => (Real.Name, Name(extra.Index)))];
        WriteMethod(name, Parameters(operands, KernelSignature.Of(kernel)), puts: false, summary, optimizes: true, () => WriteBlocks(name + "Product", input, output));
    }

    private static string Name(int extra) => "e" + Literal.Int(extra);

    private IEnumerable<(SlidingExtra Extra, int Index)> MemoryExtras => SlidingExtra.InMemory(_kernel.Extras);

    private bool IsMasked => _kernel.Product.Columns % Layout.Vector != 0;

    private void WriteBlocks(string product, string input, string output)
    {
        int block = _kernel.Block;
        Code.Line($"ref {Real} v = ref Unsafe.Add(ref scratch, first / {Literal.Int(KernelCall.RowTile)} * {Literal.Int(_kernel.Scratch)});");
        Code.Line($"ref {Real} m = ref Unsafe.Add(ref v, {Literal.Int(WinogradTile.Elements * _kernel.InputStep)});");
        using (Code.Block("for (int n = first; n < last; n++)"))
        using (Code.Block($"for (int begin = 0; begin < {Literal.Int(_kernel.Tiles)}; begin += {Literal.Int(block)})"))
        {
            Code.Line(_kernel.Tiles % block == 0 ? $"const int count = {Literal.Int(block)};" : $"int count = global::System.Math.Min({Literal.Int(block)}, {Literal.Int(_kernel.Tiles)} - begin);");
            WriteTiles(() =>
            {
                TileStrides x = TileStrides.Of(_kernel.SourceStrides);
                string[] arguments =
                [
                    At("x", x.Place),
                    At("v", Index(("i", _kernel.Product.LeftRowStride))),
                    Literal.Int(x.Line),
                    Literal.Int(x.Pixel),
                    Literal.Int(_kernel.InputStep),
                    Literal.Int(_kernel.Product.LeftRowStride),
                ];
                Code.Line($"{input}({string.Join(", ", arguments)});");
            });

            // What a last block lacks in tiles is computed all the same, and not read.
            using (Code.Block($"for (int k = 0; k < {Literal.Int(WinogradTile.Elements)}; k++)"))
            {
                Code.Line($"{product}({At("v", Index(("k", _kernel.InputStep)))}, {At("u", Index(("k", _kernel.WeightStep)))}, {At("m", Index(("k", _kernel.OutputStep)))}, 0, {Literal.Int(block)});");
            }

            WriteTiles(() => Code.Line($"{output}({string.Join(", ", OutputArguments())});"));
        }
    }

    // A loop over the tiles of a block, with the first position of each.
    private void WriteTiles(Action body)
    {
        using (Code.Block("for (int i = 0; i < count; i++)"))
        {
            int across = _kernel.TilesAcross;
            Code.Line(across == 1 ? $"int h = (begin + i) * {Side};" : $"int h = (begin + i) / {Literal.Int(across)} * {Side};");
            Code.Line(across == 1 ? "const int w = 0;" : $"int w = (begin + i) % {Literal.Int(across)} * {Side};");
            body();
        }
    }

    // Where the tile begins in a tensor of samples, lines and pixels.
    private sealed record TileStrides(int Sample, int Line, int Pixel)
    {
        public string Place => Index(("n", Sample), ("h", Line), ("w", Pixel));

        public static TileStrides Of(IReadOnlyList<int> strides) => new(strides[0], strides[1], strides[2]);
    }

    private IEnumerable<string> OutputArguments()
    {
        TileStrides y = TileStrides.Of(_kernel.ResultStrides);
        yield return At("m", Index(("i", _kernel.Product.ResultRowStride)));
        yield return At("y", y.Place);
        foreach ((SlidingExtra extra, int index) in MemoryExtras)
        {
            yield return extra.Moves ? At(Name(index), TileStrides.Of(extra.Strides).Place) : "ref " + Name(index);
        }

        foreach (string scalar in KernelSignature.Of(_kernel).Scalars)
        {
            yield return scalar;
        }

        yield return Literal.Int(_kernel.OutputStep);
        yield return Valid(_kernel.Height, "h");
        yield return Valid(_kernel.Width, "w");
        yield return Literal.Int(y.Line);
        yield return Literal.Int(y.Pixel);
        foreach ((SlidingExtra extra, _) in MemoryExtras.Where(extra => extra.Extra.Moves))
        {
            yield return Literal.Int(extra.Strides[1]);
            yield return Literal.Int(extra.Strides[2]);
        }

        yield return Literal.Int(_kernel.Product.Columns);
    }

    /// <summary>How many positions of a tile there are along an axis.</summary>
    public static string Valid(int positions, string place) =>
        positions % Side == 0 ? Literal.Int(Side) : positions < Side ? Literal.Int(positions) : $"global::System.Math.Min({Side}, {Literal.Int(positions)} - {place})";

    private string Output(string name)
    {
        List<string> types = [$"ref {Real} m", $"ref {Real} y", .. MemoryExtras.Select(extra => $"ref {Real} " + Name(extra.Index))];
        List<string> values = ["ref m", "ref y", .. MemoryExtras.Select(extra => "ref " + Name(extra.Index))];
        foreach (string scalar in KernelSignature.Of(_kernel).Scalars)
        {
            types.Add($"{Real} " + scalar);
            values.Add(scalar);
        }

        types.AddRange(["nint step", "int lines", "int pixels", "nint yLine", "nint yPixel"]);
        values.AddRange(["step", "lines", "pixels", "yLine", "yPixel"]);
        foreach (string stride in MemoryExtras.Where(extra => extra.Extra.Moves).SelectMany(extra => new[] { Name(extra.Index) + "LineStep", Name(extra.Index) + "PixelStep" }))
        {
            types.Add("nint " + stride);
            values.Add(stride);
        }

        types.Add("int channels");
        values.Add("channels");
        return SharedWidths(methods, name + "Output", string.Join(", ", types), string.Join(", ", values), "Transforms a tile back, down its columns, then along each line of positions, and closes.", WriteOutput);
    }

    private void WriteOutput(CodeWriter text, VectorWidth width)
    {
        using (text.Block($"for (int c = 0; c < channels; c += {Literal.Int(width.Lanes)})"))
        {
            text.Line($"ref {Real} at = ref Unsafe.Add(ref m, c);");
            using (text.Block($"for (int column = 0; column < {Reach}; column++)"))
            {
                text.Line($"nint across = {Reach} * step;");
                WinogradTransforms.WriteLoads(text, width, "at", "across");
                WinogradTransforms.WriteBack(text, width);
                WinogradTransforms.WriteStores(text, "at", "across", Side);
                text.Line("at = ref Unsafe.Add(ref at, step);");
            }

            text.Line("at = ref Unsafe.Add(ref m, c);");
            text.Line($"ref {Real} to = ref Unsafe.Add(ref y, c);");
            foreach ((SlidingExtra extra, int index) in MemoryExtras)
            {
                switch (extra.Access)
                {
                    case OperandAccess.Full:
                        text.Line($"ref {Real} {Name(index)}Line = ref Unsafe.Add(ref {Name(index)}, c);");
                        break;
                    case OperandAccess.RowScalar:
                        text.Line($"ref {Real} {Name(index)}Line = ref {Name(index)};");
                        break;
                    case OperandAccess.Column:
                        text.Line($"{width.Type} {Name(index)}Lanes = {width.Name}.LoadUnsafe(ref Unsafe.Add(ref {Name(index)}, c));");
                        break;
                }
            }

            if (IsMasked)
            {
                text.Line($"{width.Type} mask = {Mask(width, "channels - c")};");
            }

            using (text.Block("for (int line = 0; line < lines; line++)"))
            {
                WinogradTransforms.WriteLoads(text, width, "at", "step");
                WinogradTransforms.WriteBack(text, width);
                for (int pixel = 0; pixel < Side; pixel++)
                {
                    // The last tile of a line may have fewer positions.
                    using (pixel == 0 ? null : text.Block($"if (pixels > {pixel})"))
                    {
                        string value = Scalars(width).Emit(_kernel.Epilogue, [$"t{pixel}", .. _kernel.Extras.Select((extra, index) => Operand(extra, index, pixel, width))], text, $"t{pixel}");
                        text.Line($"{(IsMasked ? $"({value} & mask)" : value)}.StoreUnsafe({At("to", Times("yPixel", pixel))});");
                    }
                }

                text.Line($"at = ref Unsafe.Add(ref at, {Reach} * step);");
                text.Line("to = ref Unsafe.Add(ref to, yLine);");
                foreach ((_, int index) in MemoryExtras.Where(extra => extra.Extra.Moves))
                {
                    text.Line($"{Name(index)}Line = ref Unsafe.Add(ref {Name(index)}Line, {Name(index)}LineStep);");
                }
            }
        }
    }

    private static string Operand(SlidingExtra extra, int index, int pixel, VectorWidth width) => extra.Access switch
    {
        OperandAccess.Full => $"{width.Name}.LoadUnsafe({At(Name(index) + "Line", Times(Name(index) + "PixelStep", pixel))})",
        OperandAccess.RowScalar => width.Create(pixel == 0 ? Name(index) + "Line" : $"Unsafe.Add(ref {Name(index)}Line, {Times(Name(index) + "PixelStep", pixel)})"),
        OperandAccess.Column => Name(index) + "Lanes",
        OperandAccess.Scalar => width.Create(Name(index)),
        OperandAccess.Scale => width.Create("scale"),
        _ => width.Create("share"),
    };
}
