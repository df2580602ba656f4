using System;
using System.Collections.Generic;
using System.Linq;
using System.Text;
using NetCompiler.Core.Planning;

namespace NetCompiler.Core.Emission;

/// <summary>Functions that are emitted once for each width, where a kernel needs them; in the order in which they are written.</summary>
internal enum MathHelper
{
    Exp,
    Tanh,
    Sigmoid,
    Sign,
    Sin,
    Cos,
    Erf,
    Expm1,
    Softplus,
    Pow,
    HorizontalMax,
    Uniform,
    Mix,
    LoadColumns,
    StoreColumns,
    Copy,
    Clear,
}

/// <summary>The text of the helpers.</summary>
internal static class MathHelperText
{
    // The last vector overlaps the one before; what is shorter than a vector is copied in narrower ones.
    private const string Copy = """
        /// <summary>Copies elements to where they do not overlap.</summary>
        [MethodImplAttribute(MethodImplOptions.AggressiveOptimization)]
        private static void Copy(ref REAL x, ref REAL y, int count)
        {
            if (Vector512.IsHardwareAccelerated && count >= WIDE)
            {
                for (int i = 0; i < count - WIDE; i += WIDE)
                {
                    Vector512.LoadUnsafe(ref x, (nuint)i).StoreUnsafe(ref y, (nuint)i);
                }

                Vector512.LoadUnsafe(ref x, (nuint)(count - WIDE)).StoreUnsafe(ref y, (nuint)(count - WIDE));
            }
            else if (Vector256.IsHardwareAccelerated && count >= MIDDLE)
            {
                for (int i = 0; i < count - MIDDLE; i += MIDDLE)
                {
                    Vector256.LoadUnsafe(ref x, (nuint)i).StoreUnsafe(ref y, (nuint)i);
                }

                Vector256.LoadUnsafe(ref x, (nuint)(count - MIDDLE)).StoreUnsafe(ref y, (nuint)(count - MIDDLE));
            }
            else if (count >= NARROW)
            {
                for (int i = 0; i < count - NARROW; i += NARROW)
                {
                    Vector128.LoadUnsafe(ref x, (nuint)i).StoreUnsafe(ref y, (nuint)i);
                }

                Vector128.LoadUnsafe(ref x, (nuint)(count - NARROW)).StoreUnsafe(ref y, (nuint)(count - NARROW));
            }
            else
            {
                for (int i = 0; i < count; i++)
                {
                    Unsafe.Add(ref y, i) = Unsafe.Add(ref x, i);
                }
            }
        }
        """;

    private const string Clear = """
        /// <summary>Writes zeros.</summary>
        [MethodImplAttribute(MethodImplOptions.AggressiveOptimization)]
        private static void Clear(ref REAL y, int count)
        {
            if (Vector512.IsHardwareAccelerated && count >= WIDE)
            {
                for (int i = 0; i < count - WIDE; i += WIDE)
                {
                    Vector512<REAL>.Zero.StoreUnsafe(ref y, (nuint)i);
                }

                Vector512<REAL>.Zero.StoreUnsafe(ref y, (nuint)(count - WIDE));
            }
            else if (Vector256.IsHardwareAccelerated && count >= MIDDLE)
            {
                for (int i = 0; i < count - MIDDLE; i += MIDDLE)
                {
                    Vector256<REAL>.Zero.StoreUnsafe(ref y, (nuint)i);
                }

                Vector256<REAL>.Zero.StoreUnsafe(ref y, (nuint)(count - MIDDLE));
            }
            else if (count >= NARROW)
            {
                for (int i = 0; i < count - NARROW; i += NARROW)
                {
                    Vector128<REAL>.Zero.StoreUnsafe(ref y, (nuint)i);
                }

                Vector128<REAL>.Zero.StoreUnsafe(ref y, (nuint)(count - NARROW));
            }
            else
            {
                for (int i = 0; i < count; i++)
                {
                    Unsafe.Add(ref y, i) = ZERO;
                }
            }
        }
        """;

    private const string Inline = "[MethodImplAttribute(MethodImplOptions.AggressiveInlining)]";

    /// <summary>Whether the text of a helper calls the exponential function.</summary>
    public static bool CallsExp(MathHelper helper, RealType real) => helper is MathHelper.Sigmoid or MathHelper.Softplus || (real.IsDouble && helper is MathHelper.Tanh or MathHelper.Erf);

    public static void Write(CodeWriter code, HelperSet helpers)
    {
        RealType real = helpers.Real;
        foreach (MathHelper helper in helpers)
        {
            if (helper is MathHelper.Mix or MathHelper.Copy or MathHelper.Clear)
            {
                code.Line();
                code.Lines(helper switch { MathHelper.Mix => Mix, MathHelper.Copy => Runs(Copy, real), _ => Runs(Clear, real) });
                continue;
            }

            if (helper is MathHelper.Sign)
            {
                code.Line();
                code.Lines("/// <summary>-1, 0 or 1; NaN stays.</summary>\n" + Inline + $"\nprivate static {real} Sign({real} x) => x > {real.Number(0)} ? {real.Number(1)} : x < {real.Number(0)} ? {real.Number(-1)} : x == {real.Number(0)} ? {real.Number(0)} : x;");
            }

            if (helper is MathHelper.Erf)
            {
                code.Line();
                code.Lines("/// <summary>The error function of a number.</summary>\n" + Inline + $"\nprivate static {real} Erf({real} x) => Erf(Vector128.CreateScalar(x)).ToScalar();");
            }

            if (helper is MathHelper.Expm1 or MathHelper.Softplus)
            {
                code.Line();
                code.Lines($"/// <summary>The same of a number.</summary>\n{Inline}\nprivate static {real} {helper}({real} x) => {helper}(Vector128.CreateScalar(x)).ToScalar();");
            }

            // Random bits are 32 a lane, whatever the numbers are: the widest vectors of doubles have half as many.
            IEnumerable<VectorWidth> widths = helper == MathHelper.Uniform ? VectorWidth.All(RealType.Single).Where(width => width.Lanes <= VectorWidth.All(real)[0].Lanes) : VectorWidth.All(real);
            foreach (VectorWidth width in widths)
            {
                code.Line();
                code.Lines(Text(helper, width).Replace("VEC", width.Name).Replace("LANES", Literal.Int(width.Lanes)));
            }
        }
    }

    private static string Runs(string text, RealType real)
    {
        IReadOnlyList<VectorWidth> widths = VectorWidth.All(real);
        return text.Replace("REAL", real.Name).Replace("ZERO", real.Number(0)).Replace("WIDE", Literal.Int(widths[0].Lanes)).Replace("MIDDLE", Literal.Int(widths[1].Lanes)).Replace("NARROW", Literal.Int(widths[2].Lanes));
    }

    private static string Text(MathHelper helper, VectorWidth width) => width.Real.IsDouble ? InDouble(helper, width) : InSingle(helper, width);

    private static string InDouble(MathHelper helper, VectorWidth width) => helper switch
    {
        MathHelper.Exp => DoubleHelperText.Exp,
        MathHelper.Tanh => DoubleHelperText.Tanh,
        MathHelper.Sigmoid => DoubleHelperText.Sigmoid,
        MathHelper.Sign => Sign.Replace("float", "double"),
        MathHelper.Sin => DoubleHelperText.Sine,
        MathHelper.Cos => DoubleHelperText.Cosine,
        MathHelper.Erf => DoubleHelperText.Erf,
        MathHelper.Expm1 => DoubleHelperText.Expm1,
        MathHelper.Softplus => DoubleHelperText.Softplus,
        MathHelper.Pow => DoubleHelperText.Pow,
        MathHelper.HorizontalMax => HorizontalMax(width),
        MathHelper.LoadColumns => DoubleHelperText.LoadColumns(width),
        MathHelper.StoreColumns => DoubleHelperText.StoreColumns(width),
        _ => throw new InvalidOperationException(helper.ToString()),
    };

    private static string InSingle(MathHelper helper, VectorWidth width) => helper switch
    {
        MathHelper.Exp => Exp,
        MathHelper.Tanh => Tanh,
        MathHelper.Sigmoid => Sigmoid,
        MathHelper.Sign => Sign,
        MathHelper.Sin => Wave.Replace("FUNCTION", "Sin").Replace("NAME", "sine"),
        MathHelper.Cos => Wave.Replace("FUNCTION", "Cos").Replace("NAME", "cosine"),
        MathHelper.Erf => Erf,
        MathHelper.Expm1 => Expm1,
        MathHelper.Softplus => Softplus,
        MathHelper.Pow => Pow,
        MathHelper.HorizontalMax => HorizontalMax(width),
        MathHelper.LoadColumns => LoadColumns(width),
        MathHelper.StoreColumns => StoreColumns(width),
        _ => Uniform,
    };

    // What the exponential function and that less 1 begin with: x as n times ln 2 and a rest r, and the polynomial y with which e to the r is 1 + r + y r².
    private const string ExponentialTerms = """
            // The constant comes first: the native maximum and minimum return their second operand where one is NaN.
            VEC<float> inside = VEC.MinNative(VEC.Create(88.3762589f), VEC.MaxNative(VEC.Create(-87.3365402f), x));
            VEC<float> shifted = VEC.MultiplyAddEstimate(inside, VEC.Create(1.44269502f), VEC.Create(12582912f));
            VEC<float> n = shifted - VEC.Create(12582912f);
            VEC<float> r = VEC.MultiplyAddEstimate(n, VEC.Create(-0.693359375f), inside);
            r = VEC.MultiplyAddEstimate(n, VEC.Create(2.12194442e-4f), r);
            VEC<float> y = VEC.Create(1.98756912e-4f);
            y = VEC.MultiplyAddEstimate(y, r, VEC.Create(1.39819994e-3f));
            y = VEC.MultiplyAddEstimate(y, r, VEC.Create(8.33345205e-3f));
            y = VEC.MultiplyAddEstimate(y, r, VEC.Create(4.16657962e-2f));
            y = VEC.MultiplyAddEstimate(y, r, VEC.Create(1.66666657e-1f));
            y = VEC.MultiplyAddEstimate(y, r, VEC.Create(5.00000119e-1f));
        """;

    private const string Exp = $$"""
        /// <summary>e to the x by range reduction to ±ln 2 / 2 and a polynomial; at most 1.3 ulp. Below -87.33 it is 0, above 88.37 infinite; NaN stays.</summary>
        [MethodImplAttribute(MethodImplOptions.AggressiveInlining)]
        private static VEC<float> Exp(VEC<float> x)
        {
        {{ExponentialTerms}}
            y = VEC.MultiplyAddEstimate(y, r * r, r + VEC<float>.One);
            y = (y.AsInt32() + (shifted.AsInt32() << 23)).AsSingle();
            y = VEC.ConditionalSelect(VEC.GreaterThan(x, VEC.Create(88.3762589f)), VEC.Create(float.PositiveInfinity), y);
            return VEC.AndNot(y, VEC.LessThan(x, VEC.Create(-87.3365402f)));
        }
        """;

    private const string Tanh = """
        /// <summary>The hyperbolic tangent by a rational form; at most 4.7 ulp, and 1 from 8 on. NaN stays.</summary>
        [MethodImplAttribute(MethodImplOptions.AggressiveInlining)]
        private static VEC<float> Tanh(VEC<float> x)
        {
            x = VEC.MinNative(VEC.Create(7.99881172f), VEC.MaxNative(VEC.Create(-7.99881172f), x));
            VEC<float> s = x * x;
            VEC<float> p = VEC.Create(-2.76076854e-16f);
            p = VEC.MultiplyAddEstimate(p, s, VEC.Create(2.00018794e-13f));
            p = VEC.MultiplyAddEstimate(p, s, VEC.Create(-8.60467184e-11f));
            p = VEC.MultiplyAddEstimate(p, s, VEC.Create(5.12229725e-08f));
            p = VEC.MultiplyAddEstimate(p, s, VEC.Create(1.48572235e-05f));
            p = VEC.MultiplyAddEstimate(p, s, VEC.Create(6.37261954e-04f));
            p = VEC.MultiplyAddEstimate(p, s, VEC.Create(4.89352457e-03f));
            VEC<float> q = VEC.Create(1.19825836e-06f);
            q = VEC.MultiplyAddEstimate(q, s, VEC.Create(1.18534706e-04f));
            q = VEC.MultiplyAddEstimate(q, s, VEC.Create(2.26843474e-03f));
            q = VEC.MultiplyAddEstimate(q, s, VEC.Create(4.89352504e-03f));
            return p * x / q;
        }
        """;

    private const string Sigmoid = """
        /// <summary>1 / (1 + e to the -x); at most 3 ulp.</summary>
        [MethodImplAttribute(MethodImplOptions.AggressiveInlining)]
        private static VEC<float> Sigmoid(VEC<float> x) => VEC<float>.One / (VEC<float>.One + Exp(-x));
        """;

    private const string Sign = """
        /// <summary>-1, 0 or 1; NaN stays.</summary>
        [MethodImplAttribute(MethodImplOptions.AggressiveInlining)]
        private static VEC<float> Sign(VEC<float> x)
        {
            VEC<float> one = (VEC.GreaterThan(x, VEC<float>.Zero) & VEC<float>.One) - (VEC.LessThan(x, VEC<float>.Zero) & VEC<float>.One);
            return VEC.ConditionalSelect(VEC.Equals(x, x), one, x);
        }
        """;

    private const string Wave = """
        /// <summary>The NAME. No lane depends on the others: the library's takes another way for all lanes where one is NaN or large.</summary>
        private static VEC<float> FUNCTION(VEC<float> x)
        {
            VEC<float> isSmall = VEC.LessThanOrEqual(VEC.Abs(x), VEC.Create(8192f));
            VEC<float> y = VEC.FUNCTION(x & isSmall);
            if (isSmall.AsInt32() == VEC<int>.AllBitsSet)
            {
                return y;
            }

            for (int i = 0; i < VEC<float>.Count; i++)
            {
                y = isSmall.AsInt32().GetElement(i) != 0 ? y : y.WithElement(i, global::System.MathF.FUNCTION(x.GetElement(i)));
            }

            return y;
        }
        """;

    private const string Erf = """
        /// <summary>The error function by a rational form; at most 8 ulp, and exactly ±1 from 4.1 on. NaN stays.</summary>
        [MethodImplAttribute(MethodImplOptions.AggressiveInlining)]
        private static VEC<float> Erf(VEC<float> x)
        {
            x = VEC.MinNative(VEC.Create(4.1f), VEC.MaxNative(VEC.Create(-4.1f), x));
            VEC<float> s = x * x;
            VEC<float> p = VEC.Create(2.05009078e-06f);
            p = VEC.MultiplyAddEstimate(p, s, VEC.Create(2.84882713e-04f));
            p = VEC.MultiplyAddEstimate(p, s, VEC.Create(3.76560971e-03f));
            p = VEC.MultiplyAddEstimate(p, s, VEC.Create(5.27487018e-02f));
            p = VEC.MultiplyAddEstimate(p, s, VEC.Create(1.90406279e-01f));
            p = VEC.MultiplyAddEstimate(p, s, VEC.Create(1.12837915f));
            VEC<float> q = VEC.Create(3.80917504e-05f);
            q = VEC.MultiplyAddEstimate(q, s, VEC.Create(1.16253402e-03f));
            q = VEC.MultiplyAddEstimate(q, s, VEC.Create(1.49692021e-02f));
            q = VEC.MultiplyAddEstimate(q, s, VEC.Create(1.14109037e-01f));
            q = VEC.MultiplyAddEstimate(q, s, VEC.Create(5.02075912e-01f));
            q = VEC.MultiplyAddEstimate(q, s, VEC<float>.One);

            // The form goes through 1 shortly before.
            return VEC.MinNative(VEC<float>.One, VEC.MaxNative(-VEC<float>.One, p * x / q));
        }
        """;

    private const string Expm1 = $$"""
        /// <summary>e to the x, less 1, by range reduction to ±ln 2 / 2 and a polynomial without its constant; at most 2 ulp. Above 88.37 it is infinite; NaN stays.</summary>
        [MethodImplAttribute(MethodImplOptions.AggressiveInlining)]
        private static VEC<float> Expm1(VEC<float> x)
        {
        {{ExponentialTerms}}
            y = VEC.MultiplyAddEstimate(y, r * r, r);

            // 2^n (e^r - 1) + (2^n - 1).
            VEC<float> scale = (VEC<float>.One.AsInt32() + (shifted.AsInt32() << 23)).AsSingle();
            y = VEC.MultiplyAddEstimate(scale, y, scale - VEC<float>.One);
            return VEC.ConditionalSelect(VEC.GreaterThan(x, VEC.Create(88.3762589f)), VEC.Create(float.PositiveInfinity), y);
        }
        """;

    private const string Softplus = """
        /// <summary>The logarithm of 1 + e to the x: the larger of x and 0, and 2 artanh(y / (2 + y)) with y of e to the -|x|, by a polynomial; at most 4 ulp. NaN stays.</summary>
        [MethodImplAttribute(MethodImplOptions.AggressiveInlining)]
        private static VEC<float> Softplus(VEC<float> x)
        {
            VEC<float> y = Exp(-VEC.Abs(x));
            VEC<float> s = y / (y + VEC.Create(2f));
            VEC<float> z = s * s;
            VEC<float> p = VEC.Create(0.232243299f);
            p = VEC.MultiplyAddEstimate(p, z, VEC.Create(0.217065752f));
            p = VEC.MultiplyAddEstimate(p, z, VEC.Create(0.285923570f));
            p = VEC.MultiplyAddEstimate(p, z, VEC.Create(0.399997056f));
            p = VEC.MultiplyAddEstimate(p, z, VEC.Create(0.666666687f));
            p = VEC.MultiplyAddEstimate(p, z, VEC.Create(2f));
            return VEC.MultiplyAddEstimate(s, p, VEC.MaxNative(VEC<float>.Zero, x));
        }
        """;

    private const string Pow = """
        /// <summary>Powers, element by element: exact cases of negative bases and zeros as <see cref="global::System.MathF.Pow"/> has them.</summary>
        private static VEC<float> Pow(VEC<float> x, VEC<float> y)
        {
            VEC<float> result = x;
            for (int i = 0; i < VEC<float>.Count; i++)
            {
                result = result.WithElement(i, global::System.MathF.Pow(x.GetElement(i), y.GetElement(i)));
            }

            return result;
        }
        """;

    private const string Uniform = """
        /// <summary>24 random bits for consecutive elements of a sample, from the counter-based generator; see the class's mask keys.</summary>
        [MethodImplAttribute(MethodImplOptions.AggressiveInlining)]
        private static VEC<int> UniformLANES(uint rowKey, uint index)
        {
            unchecked
            {
                VEC<uint> x = VEC.Create(rowKey) + ((VEC<uint>.Indices + VEC.Create(index)) * VEC.Create(0x9E3779B9u));
                x ^= x >>> 16;
                x *= VEC.Create(0x7FEB352Du);
                x ^= x >>> 15;
                x *= VEC.Create(0x846CA68Bu);
                x ^= x >>> 16;
                return (x >>> 8).AsInt32();
            }
        }
        """;

    private const string Mix = """
        /// <summary>Scrambles 32 bits: each bit of the result depends on all.</summary>
        [MethodImplAttribute(MethodImplOptions.AggressiveInlining)]
        private static uint Mix(uint x)
        {
            unchecked
            {
                x ^= x >> 16;
                x *= 0x7FEB352Du;
                x ^= x >> 15;
                x *= 0x846CA68Bu;
                return x ^ (x >> 16);
            }
        }

        /// <summary>The key of a random mask in one step.</summary>
        private static uint MaskKey(ulong seed, long step, int key)
        {
            unchecked
            {
                uint k = Mix((uint)seed + 0x9E3779B9u);
                k = Mix(k ^ (uint)(seed >> 32));
                k = Mix(k ^ (uint)step);
                k = Mix(k ^ (uint)(step >> 32));
                return Mix(k ^ (uint)key);
            }
        }
        """;

    private static string HorizontalMax(VectorWidth width)
    {
        string functions = width.Real.Functions();
        string value = !width.IsNarrowest ? $"HorizontalMax(Vector{Literal.Int(width.Bits / 2)}.Max(x.GetLower(), x.GetUpper()))"
            : width.Real.IsDouble ? $"{functions}.Max(x.GetElement(0), x.GetElement(1))"
            : $"{functions}.Max({functions}.Max(x.GetElement(0), x.GetElement(1)), {functions}.Max(x.GetElement(2), x.GetElement(3)))";
        return "/// <summary>The largest element; NaN where one is.</summary>\n" + Inline + $"\nprivate static {width.Real} HorizontalMax({width.Type} x) => {value};";
    }

    // x86 shuffles within each 128 bits: rows 0, 4, 8, 12 stand side by side, and four rows are transposed in all parts at once.
    private static string LoadColumns(VectorWidth width) => """
        /// <summary>Four columns of as many rows as a vector has lanes, each column a vector.</summary>
        [MethodImplAttribute(MethodImplOptions.AggressiveInlining)]
        private static void LoadColumns(ref float row, int stride, out VEC<float> x0, out VEC<float> x1, out VEC<float> x2, out VEC<float> x3)
        {
            VEC<float> row0 = ROWS(0);
            VEC<float> row1 = ROWS(1);
            VEC<float> row2 = ROWS(2);
            VEC<float> row3 = ROWS(3);
            VEC<float> low01 = X86.UnpackLow(row0, row1);
            VEC<float> low23 = X86.UnpackLow(row2, row3);
            VEC<float> high01 = X86.UnpackHigh(row0, row1);
            VEC<float> high23 = X86.UnpackHigh(row2, row3);
            x0 = X86.Shuffle(low01, low23, 0x44);
            x1 = X86.Shuffle(low01, low23, 0xEE);
            x2 = X86.Shuffle(high01, high23, 0x44);
            x3 = X86.Shuffle(high01, high23, 0xEE);
        }
        """
        .Replace("ROWS(0)", FourthRows(width, 0)).Replace("ROWS(1)", FourthRows(width, 1)).Replace("ROWS(2)", FourthRows(width, 2)).Replace("ROWS(3)", FourthRows(width, 3))
        .Replace("X86", X86(width));

    // Every fourth row from one on, four elements of each.
    private static string FourthRows(VectorWidth width, int first)
    {
        string Part(int row, int lanes) => lanes == 4
            ? "Vector128.LoadUnsafe(ref " + (row == 0 ? "row" : "Unsafe.Add(ref row, " + (row == 1 ? string.Empty : Literal.Int(row) + " * ") + "stride)") + ")"
            : $"Vector{Literal.Int(lanes * 32)}.Create({Part(row, lanes / 2)}, {Part(row + (lanes / 2), lanes / 2)})";
        return Part(first, width.Lanes);
    }

    private static string StoreColumns(VectorWidth width)
    {
        var text = new StringBuilder("""
            /// <summary>Stores four columns of as many rows as a vector has lanes, each column a vector.</summary>
            [MethodImplAttribute(MethodImplOptions.AggressiveInlining)]
            private static void StoreColumns(ref float row, int stride, VEC<float> x0, VEC<float> x1, VEC<float> x2, VEC<float> x3)
            {
                VEC<float> low01 = X86.UnpackLow(x0, x1);
                VEC<float> low23 = X86.UnpackLow(x2, x3);
                VEC<float> high01 = X86.UnpackHigh(x0, x1);
                VEC<float> high23 = X86.UnpackHigh(x2, x3);
                VEC<float> row0 = X86.Shuffle(low01, low23, 0x44);
                VEC<float> row1 = X86.Shuffle(low01, low23, 0xEE);
                VEC<float> row2 = X86.Shuffle(high01, high23, 0x44);
                VEC<float> row3 = X86.Shuffle(high01, high23, 0xEE);

            """).Replace("X86", X86(width));
        for (int row = 0; row < width.Lanes; row++)
        {
            string target = row == 0 ? "row" : "Unsafe.Add(ref row, " + (row == 1 ? string.Empty : Literal.Int(row) + " * ") + "stride)";
            string part = (width.Lanes, row / 4) switch
            {
                (4, _) => string.Empty,
                (8, 0) => ".GetLower()",
                (8, _) => ".GetUpper()",
                (_, 0) => ".GetLower().GetLower()",
                (_, 1) => ".GetLower().GetUpper()",
                (_, 2) => ".GetUpper().GetLower()",
                _ => ".GetUpper().GetUpper()",
            };
            text.Append($"    row{row % 4}{part}.StoreUnsafe(ref {target});\n");
        }

        return text.Append('}').ToString();
    }

    /// <summary>The class of x86's shuffles of two sources of a width, which the portable vectors lack.</summary>
    public static string X86(VectorWidth width) =>
        "global::System.Runtime.Intrinsics.X86." + (width.IsWidest ? "Avx512F" : !width.IsNarrowest ? "Avx" : width.Real.IsDouble ? "Sse2" : "Sse");
}
