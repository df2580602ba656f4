using System;
using NetCompiler.Core.Planning;
using NetCompiler.Core.Planning.Tiles;

namespace NetCompiler.Core.Emission;

/// <summary>The one-dimensional transforms of Winograd's form, as text over vectors of channels; those of tiles go along lines, then across them.</summary>
internal static class WinogradTransforms
{
    public const string InputArguments = "ref x, ref v, xLine, xPixel, step, channels";
    public const string InputSummary = "Transforms a tile of the input: along each line of its elements, then across the lines.";

    private const int Reach = WinogradTile.Reach;

    /// <summary>What <see cref="WriteInput"/> takes.</summary>
    public static string InputParameters(RealType real) => $"ref {real} x, ref {real} v, nint xLine, nint xPixel, nint step, int channels";

    /// <summary>Writes what transforms a tile of the input, for all channels.</summary>
    public static void WriteInput(CodeWriter text, VectorWidth width)
    {
        using (text.Block($"for (int c = 0; c < channels; c += {Literal.Int(width.Lanes)})"))
        {
            text.Line($"ref {width.Real} from = ref Unsafe.Add(ref x, c);");
            text.Line($"ref {width.Real} to = ref Unsafe.Add(ref v, c);");
            using (text.Block($"for (int line = 0; line < {Reach}; line++)"))
            {
                WriteLoads(text, width, "from", "xPixel");
                WriteForth(text, width);
                WriteStores(text, "to", "step", Reach);
                text.Line("from = ref Unsafe.Add(ref from, xLine);");
                text.Line($"to = ref Unsafe.Add(ref to, {Reach} * step);");
            }

            text.Line("to = ref Unsafe.Add(ref v, c);");
            using (text.Block($"for (int line = 0; line < {Reach}; line++)"))
            {
                text.Line($"nint across = {Reach} * step;");
                WriteLoads(text, width, "to", "across");
                WriteForth(text, width);
                WriteStores(text, "to", "across", Reach);
                text.Line("to = ref Unsafe.Add(ref to, step);");
            }
        }
    }

    /// <summary>Loads d0, d1, ... a stride apart.</summary>
    public static void WriteLoads(CodeWriter text, VectorWidth width, string reference, string stride, int count = Reach)
    {
        for (int i = 0; i < count; i++)
        {
            text.Line($"{width.Type} d{i} = {width.Name}.LoadUnsafe({KernelEmitter.At(reference, KernelEmitter.Times(stride, i))});");
        }
    }

    /// <summary>Stores t0, t1, ... a stride apart.</summary>
    public static void WriteStores(CodeWriter text, string reference, string stride, int count)
    {
        for (int i = 0; i < count; i++)
        {
            text.Line($"t{i}.StoreUnsafe({KernelEmitter.At(reference, KernelEmitter.Times(stride, i))});");
        }
    }

    // From six elements six values t0, ..., t5: the transpose of the matrix that takes values at the points to the coefficients of a polynomial, its rows scaled to end with 1.
    private static void WriteForth(CodeWriter text, VectorWidth width)
    {
        string Fma(double factor, string a, string b) => $"{width.Name}.MultiplyAddEstimate({width.Constant(factor)}, {a}, {b})";
        const double near = WinogradTile.Near * WinogradTile.Near;
        const double far = WinogradTile.Far * WinogradTile.Far;
        text.Line($"{width.Type} even = {Fma(-far, "d2", "d4")};");
        text.Line($"{width.Type} odd = {Fma(-far, "d1", "d3")};");
        text.Line($"{width.Type} evenFar = {Fma(-near, "d2", "d4")};");
        text.Line($"{width.Type} oddFar = {Fma(-near, "d1", "d3")};");
        text.Line($"{width.Type} t0 = {Fma(near * far, "d0", Fma(-(near + far), "d2", "d4"))};");
        text.Line($"{width.Type} t1 = {Fma(WinogradTile.Near, "odd", "even")};");
        text.Line($"{width.Type} t2 = {Fma(-WinogradTile.Near, "odd", "even")};");
        text.Line($"{width.Type} t3 = {Fma(WinogradTile.Far, "oddFar", "evenFar")};");
        text.Line($"{width.Type} t4 = {Fma(-WinogradTile.Far, "oddFar", "evenFar")};");
        text.Line($"{width.Type} t5 = {Fma(near * far, "d1", Fma(-(near + far), "d3", "d5"))};");
    }

    /// <summary>From d0, ..., d5, values at the points, four positions t0, ..., t3: the transpose of the matrix that takes coefficients to values.</summary>
    public static void WriteBack(CodeWriter text, VectorWidth width)
    {
        string Fma(double factor, string a, string b) => $"{width.Name}.MultiplyAddEstimate({width.Constant(factor)}, {a}, {b})";
        string Powers(int power, string near, string far) => Fma(Math.Pow(WinogradTile.Far, power), far, $"{width.Constant(Math.Pow(WinogradTile.Near, power))} * {near}");
        text.Line($"{width.Type} even = d1 + d2;");
        text.Line($"{width.Type} odd = d1 - d2;");
        text.Line($"{width.Type} evenFar = d3 + d4;");
        text.Line($"{width.Type} oddFar = d3 - d4;");
        text.Line($"{width.Type} t0 = d0 + even + evenFar;");
        text.Line($"{width.Type} t1 = {Powers(1, "odd", "oddFar")};");
        text.Line($"{width.Type} t2 = {Powers(2, "even", "evenFar")};");
        text.Line($"{width.Type} t3 = d5 + {Powers(3, "odd", "oddFar")};");
    }

    /// <summary>From d0, ..., d3 six values t0, ..., t5: those of the polynomial with these coefficients at the points.</summary>
    public static void WriteValues(CodeWriter text, VectorWidth width)
    {
        string Fma(double factor, string a, string b) => $"{width.Name}.MultiplyAddEstimate({width.Constant(factor)}, {a}, {b})";
        text.Line($"{width.Type} t0 = d0;");
        foreach ((string name, double point, int place) in new[] { ("", WinogradTile.Near, 1), ("Far", WinogradTile.Far, 3) })
        {
            text.Line($"{width.Type} even{name} = {Fma(point * point, "d2", "d0")};");
            text.Line($"{width.Type} odd{name} = {Fma(point * point, "d3", "d1")};");
            text.Line($"{width.Type} t{place} = {Fma(point, "odd" + name, "even" + name)};");
            text.Line($"{width.Type} t{place + 1} = {Fma(-point, "odd" + name, "even" + name)};");
        }

        text.Line($"{width.Type} t5 = d3;");
    }

    /// <summary>From d0, ..., d5 the three coefficients t0, t1, t2 that values at the points add to: the transpose of what transforms weights.</summary>
    public static void WriteCoefficients(CodeWriter text, VectorWidth width)
    {
        string Fma(double factor, string a, string b) => $"{width.Name}.MultiplyAddEstimate({width.Constant(factor)}, {a}, {b})";
        const double near = WinogradTile.Near * WinogradTile.Near;
        const double far = WinogradTile.Far * WinogradTile.Far;
        const double nearScale = 1 / (2 * near * (near - far));
        const double farScale = 1 / (2 * far * (far - near));
        text.Line($"{width.Type} even = d1 + d2;");
        text.Line($"{width.Type} odd = d1 - d2;");
        text.Line($"{width.Type} evenFar = d3 + d4;");
        text.Line($"{width.Type} oddFar = d3 - d4;");
        text.Line($"{width.Type} t0 = {Fma(1 / (near * far), "d0", Fma(nearScale, "even", $"{width.Constant(farScale)} * evenFar"))};");
        text.Line($"{width.Type} t1 = {Fma(nearScale * WinogradTile.Near, "odd", $"{width.Constant(farScale * WinogradTile.Far)} * oddFar")};");
        text.Line($"{width.Type} t2 = {Fma(nearScale * near, "even", Fma(farScale * far, "evenFar", "d5"))};");
    }
}
