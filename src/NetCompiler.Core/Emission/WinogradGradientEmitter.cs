using System;
using System.Collections.Generic;
using System.Linq;
using NetCompiler.Core.Planning;
using NetCompiler.Core.Planning.Kernels;
using NetCompiler.Core.Planning.Tiles;

namespace NetCompiler.Core.Emission;

/// <summary>Writes weight gradients in Winograd's form: the sums over tiles, then what makes weights of them.</summary>
/// <param name="code">The file.</param>
/// <param name="helpers">Helpers that the file needs.</param>
/// <param name="products">Writes the products.</param>
/// <param name="methods">Shared methods so far, by their text: the name of each.</param>
internal sealed class WinogradGradientEmitter(CodeWriter code, HelperSet helpers, ContractEmitter products, IDictionary<string, string> methods) : KernelEmitter(code, helpers)
{
    private const int Reach = WinogradTile.Reach;
    private const int Side = WinogradTile.Side;

    public void Write(string name, WinogradGradientKernel kernel, string summary)
    {
        string input = SharedWidths(methods, name + "Input", WinogradTransforms.InputParameters(Real), WinogradTransforms.InputArguments, WinogradTransforms.InputSummary, WinogradTransforms.WriteInput);
        string pooled = SharedWidths(
            methods,
            name + "Values",
            $"ref {Real} y, ref {Real} d, nint yLine, nint yPixel, nint step, int lines, int pixels, int channels",
            "ref y, ref d, yLine, yPixel, step, lines, pixels, channels",
            "Transforms a tile of the result's gradient, which is 0 beyond its lines and pixels: along each line, then across the lines.",
            WriteValues);
        products.Write(name + "Product", kernel.Product, "Adds the product of one element of the transformed tiles of a block. For " + name + ".");
        string parameters = Parameters([(Real.Name, "x"), (Real.Name, "y"), (Real.Name, "s"), (Real.Name, "v")], KernelSignature.Of(kernel));
        WriteMethod(name, parameters, puts: false, summary, optimizes: true, () => WriteBlocks(kernel, name + "Product", input, pooled));
    }

    public void Write(string name, WinogradSumsKernel kernel, string summary)
    {
        PanelLayout source = kernel.Source.Source;
        List<(string Type, string Name)> operands = [(Real.Name, "s")];
        if (!kernel.Puts)
        {
            operands.Add((Real.Name, "y"));
        }

        operands.AddRange(kernel.Extras.Select((extra, i) => (extra, i)).Where(entry => entry.extra.Access is not (OperandAccess.Scale or OperandAccess.Share)).Select(entry => (Real.Name, "e" + Literal.Int(entry.i))));
        WriteWidths(name, operands, KernelSignature.Of(kernel), summary, width =>
        {
            Code.Line($"const int step = {Literal.Int(kernel.Source.Step)};");
            using (Code.Block($"for (int n = first; n < last; n += {Literal.Int(width.Lanes)})"))
            using (Code.Block($"for (int c = 0; c < {Literal.Int(kernel.Source.Channels)}; c++)"))
            {
                int element = kernel.Source.Channels * source.Panel;
                Code.Line($"int place = {Lane("n", source.Panel, Literal.Int(source.PanelStride))} + (c * {Literal.Int(source.Panel)});");
                Code.Line($"ref {Real} from = ref Unsafe.Add(ref s, {Lane("n", source.Panel, Literal.Int(element))} + (c * {Literal.Int(source.Panel)}));");
                using (Code.Block($"for (int column = 0; column < {Reach}; column++)"))
                {
                    WinogradTransforms.WriteLoads(Code, width, "from", Literal.Int(Reach) + " * step");
                    WinogradTransforms.WriteCoefficients(Code, width);
                    WinogradTransforms.WriteStores(Code, "from", Literal.Int(Reach) + " * step", 3);
                    Code.Line("from = ref Unsafe.Add(ref from, step);");
                }

                Code.Line($"from = ref Unsafe.Add(ref from, -{Reach} * step);");
                using (Code.Block("for (int line = 0; line < 3; line++)"))
                {
                    WinogradTransforms.WriteLoads(Code, width, "from", "step");
                    WinogradTransforms.WriteCoefficients(Code, width);
                    for (int i = 0; i < 3; i++)
                    {
                        // Windows that run backwards meet the last element first.
                        string index = kernel.Source.IsReversed ? $"(8 - (3 * line) - {i})" : i == 0 ? "(3 * line)" : $"((3 * line) + {i})";
                        Code.Line($"int place{i} = place + ({index} * {Literal.Int(element)});");
                        string value = Scalars(width).Emit(kernel.Epilogue, [$"t{i}", .. kernel.Extras.Select((extra, e) => Operand(extra, e, $"place{i}", width))], Code, $"t{i}");
                        Code.Line(kernel.Puts ? $"sink.Put(at + (nuint)place{i}, {value});" : $"{value}.StoreUnsafe(ref Unsafe.Add(ref y, place{i}));");
                    }

                    Code.Line($"from = ref Unsafe.Add(ref from, {Reach} * step);");
                }
            }
        });
    }

    private static string Operand(MapOperand extra, int index, string place, VectorWidth width) => extra.Access switch
    {
        OperandAccess.Full => $"{width.Name}.LoadUnsafe(ref Unsafe.Add(ref e{index}, {place}))",
        OperandAccess.Scalar => width.Create("e" + Literal.Int(index)),
        OperandAccess.Scale => width.Create("scale"),
        OperandAccess.Share => width.Create("share"),
        _ => throw new InvalidOperationException(extra.Access.ToString()),
    };

    private void WriteBlocks(WinogradGradientKernel kernel, string product, string input, string pooled)
    {
        ContractKernel contract = kernel.Product;
        int sums = kernel.SumStep;
        string tiles = Literal.Int(kernel.Tiles);
        string across = Literal.Int(kernel.TilesAcross);
        int elements = WinogradTile.Elements / WinogradGradientKernel.Parts;

        // A worker may be left without a part.
        using (Code.Block("if (first >= last)"))
        {
            Code.Line("return;");
        }

        Code.Line($"v = ref Unsafe.Add(ref v, first * {Literal.Int(kernel.Scratch)});");
        Code.Line($"ref {Real} d = ref Unsafe.Add(ref v, {Literal.Int(WinogradTile.Elements * kernel.InputStep)});");
        Code.Line($"global::System.Runtime.InteropServices.MemoryMarshal.CreateSpan(ref Unsafe.Add(ref s, first * {Literal.Int(elements * sums)}), (last - first) * {Literal.Int(elements * sums)}).Clear();");
        Code.Line($"int all = rows * {tiles};");
        using (Code.Block($"for (int begin = 0; begin < all; begin += {Literal.Int(WinogradGradientKernel.Block)})"))
        {
            Code.Line($"int count = global::System.Math.Min({Literal.Int(WinogradGradientKernel.Block)}, all - begin);");
            using (Code.Block("for (int i = 0; i < count; i++)"))
            {
                Code.Line($"int n = (begin + i) / {tiles};");
                Code.Line($"int h = (begin + i) % {tiles} / {across} * {Side};");
                Code.Line($"int w = (begin + i) % {across} * {Side};");
                string x = Index(("n", kernel.SourceStrides[0]), ("h", kernel.SourceStrides[1]), ("w", kernel.SourceStrides[2]));
                string y = Index(("n", kernel.PooledStrides[0]), ("h", kernel.PooledStrides[1]), ("w", kernel.PooledStrides[2]));
                Code.Line($"{input}({At("x", x)}, {At("v", Index(("i", contract.LeftStep)))}, {Literal.Int(kernel.SourceStrides[1])}, {Literal.Int(kernel.SourceStrides[2])}, {Literal.Int(kernel.InputStep)}, {Literal.Int(contract.LeftStep)});");
                Code.Line($"{pooled}({At("y", y)}, {At("d", Index(("i", contract.RightStep)))}, {Literal.Int(kernel.PooledStrides[1])}, {Literal.Int(kernel.PooledStrides[2])}, {Literal.Int(kernel.OutputStep)}, {WinogradEmitter.Valid(kernel.Height, "h")}, {WinogradEmitter.Valid(kernel.Width, "w")}, {Literal.Int(contract.RightStep)});");
            }

            using (Code.Block($"for (int k = first * {Literal.Int(elements)}; k < last * {Literal.Int(elements)}; k++)"))
            {
                Code.Line($"ref {Real} sum = {At("s", Index(("k", sums)))};");
                Code.Line($"{product}({At("v", Index(("k", kernel.InputStep)))}, {At("d", Index(("k", kernel.OutputStep)))}, ref sum, ref sum, 0, {Literal.Int(contract.Rows.Constant)}, count);");
            }
        }
    }

    private static void WriteValues(CodeWriter text, VectorWidth width)
    {
        using (text.Block($"for (int c = 0; c < channels; c += {Literal.Int(width.Lanes)})"))
        {
            text.Line($"ref {width.Real} from = ref Unsafe.Add(ref y, c);");
            text.Line($"ref {width.Real} to = ref Unsafe.Add(ref d, c);");
            using (text.Block($"for (int line = 0; line < {Side}; line++)"))
            {
                string Load(int i) => $"{width.Name}.LoadUnsafe({At("from", Times("yPixel", i))})";
                for (int i = 0; i < Side; i++)
                {
                    text.Line($"{width.Type} d{i} = line < lines{(i == 0 ? string.Empty : $" && pixels > {i}")} ? {Load(i)} : {width.Zero};");
                }

                WinogradTransforms.WriteValues(text, width);
                WinogradTransforms.WriteStores(text, "to", "step", Reach);
                text.Line("from = ref Unsafe.Add(ref from, yLine);");
                text.Line($"to = ref Unsafe.Add(ref to, {Reach} * step);");
            }

            text.Line("to = ref Unsafe.Add(ref d, c);");
            using (text.Block($"for (int column = 0; column < {Reach}; column++)"))
            {
                text.Line($"nint across = {Reach} * step;");
                WinogradTransforms.WriteLoads(text, width, "to", "across", Side);
                WinogradTransforms.WriteValues(text, width);
                WinogradTransforms.WriteStores(text, "to", "across", Reach);
                text.Line("to = ref Unsafe.Add(ref to, step);");
            }
        }
    }
}
