using System.Collections.Generic;
using NetCompiler.Core.Planning;
using NetCompiler.Core.Planning.Kernels;
using NetCompiler.Core.Planning.Tiles;

namespace NetCompiler.Core.Emission;

/// <summary>Writes what transforms weights of windows of 3 x 3 into Winograd's form, lanes at a time.</summary>
/// <param name="code">The file.</param>
/// <param name="helpers">Helpers that the file needs.</param>
/// <param name="methods">Shared methods so far, by their text: the name of each.</param>
internal sealed class WinogradWeightsEmitter(CodeWriter code, HelperSet helpers, IDictionary<string, string> methods) : KernelEmitter(code, helpers)
{
    private const int Reach = WinogradTile.Reach;

    public void Write(string name, WinogradWeightsKernel kernel, string summary)
    {
        string tile = SharedWidths(
            methods,
            name + "Block",
            $"ref {Real} w, ref {Real} u, nint element, nint panel, nint step, int channels",
            "ref w, ref u, element, panel, step, channels",
            "Transforms the weights of some lanes of a panel: down the window's columns, then along its lines.",
            WriteBlock);
        PanelLayout source = kernel.Target.Source;
        string parameters = Parameters([(Real.Name, "w"), (Real.Name, "u")], KernelSignature.Of(kernel));
        WriteMethod(name, parameters, puts: false, summary, optimizes: false, () =>
        {
            using (Code.Block($"for (int n = first; n < last; n += {Literal.Int(Layout.Vector)})"))
            {
                // Windows that run backwards meet the last element first.
                int element = kernel.Target.Channels * source.Panel;
                string from = Sum(Lane("n", source.Panel, Literal.Int(source.PanelStride)), kernel.Target.IsReversed ? Literal.Int(8 * element) : string.Empty);
                string to = Lane("n", source.Panel, Literal.Int(element));
                Code.Line($"{tile}({At("w", from)}, {At("u", to)}, {Literal.Int(kernel.Target.IsReversed ? -element : element)}, {Literal.Int(source.Panel)}, {Literal.Int(kernel.Target.Step)}, {Literal.Int(kernel.Target.Channels)});");
            }
        });
    }

    private static void WriteBlock(CodeWriter text, VectorWidth width)
    {
        string Load(string reference) => $"{width.Name}.LoadUnsafe(ref {reference})";
        using (text.Block("for (int c = 0; c < channels; c++)"))
        {
            using (text.Block($"for (int lane = 0; lane < {Literal.Int(Layout.Vector)}; lane += {Literal.Int(width.Lanes)})"))
            {
                text.Line($"ref {width.Real} from = ref Unsafe.Add(ref w, lane);");
                text.Line($"ref {width.Real} to = ref Unsafe.Add(ref u, lane);");
                using (text.Block("for (int column = 0; column < 3; column++)"))
                {
                    text.Line($"{width.Type} g0 = {Load("from")};");
                    text.Line($"{width.Type} g1 = {Load("Unsafe.Add(ref from, 3 * element)")};");
                    text.Line($"{width.Type} g2 = {Load("Unsafe.Add(ref from, 6 * element)")};");
                    WriteTransform(text, width, Reach);
                    text.Line("from = ref Unsafe.Add(ref from, element);");
                    text.Line("to = ref Unsafe.Add(ref to, step);");
                }

                text.Line("to = ref Unsafe.Add(ref u, lane);");
                using (text.Block($"for (int line = 0; line < {Reach}; line++)"))
                {
                    text.Line($"{width.Type} g0 = {Load("to")};");
                    text.Line($"{width.Type} g1 = {Load("Unsafe.Add(ref to, step)")};");
                    text.Line($"{width.Type} g2 = {Load("Unsafe.Add(ref to, 2 * step)")};");
                    WriteTransform(text, width, 1);
                    text.Line($"to = ref Unsafe.Add(ref to, {Reach} * step);");
                }
            }

            text.Line("w = ref Unsafe.Add(ref w, panel);");
            text.Line("u = ref Unsafe.Add(ref u, panel);");
        }
    }

    // The matrix that takes coefficients to values at the points, its rows divided by what the input's transform leaves out.
    private static void WriteTransform(CodeWriter text, VectorWidth width, int stride)
    {
        string Place(int i) => i == 0 ? "to" : $"Unsafe.Add(ref to, {Literal.Int(i * stride)} * step)";
        string Fma(double factor, string a, string b) => $"{width.Name}.MultiplyAddEstimate({width.Constant(factor)}, {a}, {b})";
        const double near = WinogradTile.Near * WinogradTile.Near;
        const double far = WinogradTile.Far * WinogradTile.Far;
        text.Line($"(g0 * {width.Constant(1 / (near * far))}).StoreUnsafe(ref {Place(0)});");
        foreach ((string name, double point, double square, double other, int place) in new[] { ("near", WinogradTile.Near, near, far, 1), ("far", WinogradTile.Far, far, near, 3) })
        {
            text.Line($"{width.Type} {name} = {Fma(square, "g2", "g0")};");
            string scale = width.Constant(1 / (2 * square * (square - other)));
            text.Line($"({Fma(point, "g1", name)} * {scale}).StoreUnsafe(ref {Place(place)});");
            text.Line($"({Fma(-point, "g1", name)} * {scale}).StoreUnsafe(ref {Place(place + 1)});");
        }

        text.Line($"g2.StoreUnsafe(ref {Place(5)});");
    }
}
