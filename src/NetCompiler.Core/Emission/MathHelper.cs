using System.Collections.Generic;

namespace NetCompiler.Core.Emission;

/// <summary>Functions that are emitted once for each width, where a kernel needs them; in the order in which they are written.</summary>
internal enum MathHelper
{
    Exp,
    Tanh,
    Sigmoid,
    Sign,
    Pow,
    HorizontalMax,
    Uniform,
    Mix,
}

/// <summary>The text of the helpers.</summary>
internal static class MathHelperText
{
    private const string Inline = "[MethodImpl(MethodImplOptions.AggressiveInlining)]";

    public static void Write(CodeWriter code, IEnumerable<MathHelper> helpers)
    {
        foreach (MathHelper helper in helpers)
        {
            if (helper is MathHelper.Mix)
            {
                code.Line();
                code.Lines(Mix);
                continue;
            }

            if (helper is MathHelper.Sign)
            {
                code.Line();
                code.Lines("/// <summary>-1, 0 or 1; NaN stays.</summary>\n" + Inline + "\nprivate static float Sign(float x) => x > 0f ? 1f : x < 0f ? -1f : x == 0f ? 0f : x;");
            }

            foreach (VectorWidth width in VectorWidth.All)
            {
                code.Line();
                code.Lines(Text(helper, width).Replace("VEC", width.Name).Replace("LANES", Literal.Int(width.Lanes)));
            }
        }
    }

    private static string Text(MathHelper helper, VectorWidth width) => helper switch
    {
        MathHelper.Exp => Exp,
        MathHelper.Tanh => Tanh,
        MathHelper.Sigmoid => Sigmoid,
        MathHelper.Sign => Sign,
        MathHelper.Pow => Pow,
        MathHelper.HorizontalMax => HorizontalMax(width),
        _ => Uniform,
    };

    private const string Exp = """
        /// <summary>e to the x by range reduction to ±ln 2 / 2 and a polynomial; at most 1.3 ulp. Below -87.33 it is 0, above 88.37 infinite; NaN stays.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static VEC<float> Exp(VEC<float> x)
        {
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
            y = VEC.MultiplyAddEstimate(y, r * r, r + VEC<float>.One);
            y = (y.AsInt32() + (shifted.AsInt32() << 23)).AsSingle();
            y = VEC.ConditionalSelect(VEC.GreaterThan(x, VEC.Create(88.3762589f)), VEC.Create(float.PositiveInfinity), y);
            return VEC.AndNot(y, VEC.LessThan(x, VEC.Create(-87.3365402f)));
        }
        """;

    private const string Tanh = """
        /// <summary>The hyperbolic tangent by a rational form; at most 4.5 ulp. NaN stays.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static VEC<float> Tanh(VEC<float> x)
        {
            x = VEC.MinNative(VEC.Create(7.90531111f), VEC.MaxNative(VEC.Create(-7.90531111f), x));
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
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static VEC<float> Sigmoid(VEC<float> x) => VEC<float>.One / (VEC<float>.One + Exp(-x));
        """;

    private const string Sign = """
        /// <summary>-1, 0 or 1; NaN stays.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static VEC<float> Sign(VEC<float> x)
        {
            VEC<float> one = (VEC.GreaterThan(x, VEC<float>.Zero) & VEC<float>.One) - (VEC.LessThan(x, VEC<float>.Zero) & VEC<float>.One);
            return VEC.ConditionalSelect(VEC.Equals(x, x), one, x);
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
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
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
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
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

    private static string HorizontalMax(VectorWidth width) => width.Lanes == 4
        ? """
        /// <summary>The largest element; NaN where one is.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static float HorizontalMax(VEC<float> x) => global::System.MathF.Max(global::System.MathF.Max(x.GetElement(0), x.GetElement(1)), global::System.MathF.Max(x.GetElement(2), x.GetElement(3)));
        """
        : """
        /// <summary>The largest element; NaN where one is.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private static float HorizontalMax(VEC<float> x) => HorizontalMax(HALF.Max(x.GetLower(), x.GetUpper()));
        """.Replace("HALF", "Vector" + (width.Lanes * 16));
}
