namespace NetCompiler.Core.Emission;

/// <summary>
/// The text of the functions in double precision. No lane depends on the others, which those of the library's do that fall back to single numbers where one is special.
/// Polynomials and rational forms are those of Moshier's Cephes library but for the exponential's, which is fitted to its interval. The long ones are called, not inlined: a tile repeats
/// what closes it for up to sixteen vectors.
/// </summary>
internal static class DoubleHelperText
{
    /// <summary>The exponential function.</summary>
    public const string Exp = $$"""
        /// <summary>e to the x by range reduction to ±ln 2 / 2 and a polynomial; at most 1.5 ulp. Below -708.39 it is 0, above 709.43 infinite; NaN stays.</summary>
        private static VEC<double> Exp(VEC<double> x)
        {
        {{ExponentialTerms}}
            y = VEC.MultiplyAddEstimate(y, r * r, r) + VEC<double>.One;
            y = (y.AsInt64() + (shifted.AsInt64() << 52)).AsDouble();
            y = VEC.ConditionalSelect(VEC.GreaterThan(x, VEC.Create(709.436139303104d)), VEC.Create(double.PositiveInfinity), y);
            return VEC.AndNot(y, VEC.LessThan(x, VEC.Create(-708.3964185322641d)));
        }
        """;

    /// <summary>The hyperbolic tangent.</summary>
    public const string Tanh = """
        /// <summary>The hyperbolic tangent, by a rational form below 0.625 and by the exponential function above; at most 2.5 ulp. NaN stays.</summary>
        [MethodImplAttribute(MethodImplOptions.AggressiveOptimization)]
        private static VEC<double> Tanh(VEC<double> x)
        {
            VEC<double> s = x * x;
            VEC<double> p = VEC.Create(-0.96439917942505224d);
            p = VEC.MultiplyAddEstimate(p, s, VEC.Create(-99.287723100191859d));
            p = VEC.MultiplyAddEstimate(p, s, VEC.Create(-1614.6876844170845d));
            VEC<double> q = s + VEC.Create(112.81167849163293d);
            q = VEC.MultiplyAddEstimate(q, s, VEC.Create(2235.4883906010045d));
            q = VEC.MultiplyAddEstimate(q, s, VEC.Create(4844.0630532512549d));
            VEC<double> near = VEC.MultiplyAddEstimate(x, s * p / q, x);
            VEC<double> size = VEC.Abs(x);
            VEC<double> far = VEC<double>.One - (VEC.Create(2d) / (Exp(size + size) + VEC<double>.One));
            return VEC.ConditionalSelect(VEC.LessThan(size, VEC.Create(0.625d)), near, VEC.CopySign(far, x));
        }
        """;

    /// <summary>The logistic function.</summary>
    public const string Sigmoid = """
        /// <summary>1 / (1 + e to the -x); at most 3 ulp.</summary>
        private static VEC<double> Sigmoid(VEC<double> x) => VEC<double>.One / (VEC<double>.One + Exp(-x));
        """;

    /// <summary>The sine: the first quadrant that it begins in is 0.</summary>
    public static string Sine => Wave.Replace("FUNCTION", "Sin").Replace("NAME", "sine").Replace("QUADRANT", "shifted.AsInt64()");

    /// <summary>The cosine: a sine that is a quadrant ahead.</summary>
    public static string Cosine => Wave.Replace("FUNCTION", "Cos").Replace("NAME", "cosine").Replace("QUADRANT", "shifted.AsInt64() + VEC<long>.One");

    // What the exponential function and that less 1 begin with: x as n times ln 2 and a rest r, and the polynomial y with which e to the r is 1 + r + y r².
    private const string ExponentialTerms = """
            // The constant comes first: the native maximum and minimum return their second operand where one is NaN.
            VEC<double> inside = VEC.MinNative(VEC.Create(709.436139303104d), VEC.MaxNative(VEC.Create(-708.3964185322641d), x));
            VEC<double> shifted = VEC.MultiplyAddEstimate(inside, VEC.Create(1.4426950408889634d), VEC.Create(6755399441055744d));
            VEC<double> n = shifted - VEC.Create(6755399441055744d);
            VEC<double> r = VEC.MultiplyAddEstimate(n, VEC.Create(-0.6931471803691238d), inside);
            r = VEC.MultiplyAddEstimate(n, VEC.Create(-1.9082149292705877e-10d), r);
            VEC<double> y = VEC.Create(2.510038549551032e-08d);
            y = VEC.MultiplyAddEstimate(y, r, VEC.Create(2.7620088445409746e-07d));
            y = VEC.MultiplyAddEstimate(y, r, VEC.Create(2.7557268459997064e-06d));
            y = VEC.MultiplyAddEstimate(y, r, VEC.Create(2.4801521295954376e-05d));
            y = VEC.MultiplyAddEstimate(y, r, VEC.Create(0.00019841269863053618d));
            y = VEC.MultiplyAddEstimate(y, r, VEC.Create(0.0013888888917213717d));
            y = VEC.MultiplyAddEstimate(y, r, VEC.Create(0.008333333333330062d));
            y = VEC.MultiplyAddEstimate(y, r, VEC.Create(0.04166666666662413d));
            y = VEC.MultiplyAddEstimate(y, r, VEC.Create(0.16666666666666669d));
            y = VEC.MultiplyAddEstimate(y, r, VEC.Create(0.5000000000000001d));
        """;

    private const string Wave = """
        /// <summary>The NAME by range reduction to ±π / 4 and polynomials; at most 2 ulp. Beyond a million and for what is not finite the library's function of single numbers.</summary>
        private static VEC<double> FUNCTION(VEC<double> x)
        {
            VEC<double> isSmall = VEC.LessThanOrEqual(VEC.Abs(x), VEC.Create(1e6d));
            VEC<double> inside = x & isSmall;
            VEC<double> shifted = VEC.MultiplyAddEstimate(inside, VEC.Create(0.6366197723675814d), VEC.Create(6755399441055744d));
            VEC<double> n = shifted - VEC.Create(6755399441055744d);
            VEC<double> r = VEC.MultiplyAddEstimate(n, VEC.Create(-1.5707963267341256d), inside);
            r = VEC.MultiplyAddEstimate(n, VEC.Create(-6.077100506303966e-11d), r);
            r = VEC.MultiplyAddEstimate(n, VEC.Create(-2.0222662487959506e-21d), r);
            VEC<double> s = r * r;
            VEC<double> sine = VEC.Create(1.5896230157654656e-10d);
            sine = VEC.MultiplyAddEstimate(sine, s, VEC.Create(-2.5050747762857807e-08d));
            sine = VEC.MultiplyAddEstimate(sine, s, VEC.Create(2.7557313621385722e-06d));
            sine = VEC.MultiplyAddEstimate(sine, s, VEC.Create(-0.00019841269829589540d));
            sine = VEC.MultiplyAddEstimate(sine, s, VEC.Create(0.0083333333333221186d));
            sine = VEC.MultiplyAddEstimate(sine, s, VEC.Create(-0.16666666666666631d));
            sine = VEC.MultiplyAddEstimate(sine, r * s, r);
            VEC<double> cosine = VEC.Create(-1.1358536521387682e-11d);
            cosine = VEC.MultiplyAddEstimate(cosine, s, VEC.Create(2.0875700841974732e-09d));
            cosine = VEC.MultiplyAddEstimate(cosine, s, VEC.Create(-2.7557314179296739e-07d));
            cosine = VEC.MultiplyAddEstimate(cosine, s, VEC.Create(2.4801587288851705e-05d));
            cosine = VEC.MultiplyAddEstimate(cosine, s, VEC.Create(-0.0013888888888873056d));
            cosine = VEC.MultiplyAddEstimate(cosine, s, VEC.Create(0.041666666666666593d));
            cosine = VEC.MultiplyAddEstimate(cosine, s * s, VEC<double>.One - (s * VEC.Create(0.5d)));
            VEC<long> quadrant = QUADRANT;
            VEC<double> isEven = VEC.Equals(quadrant & VEC<long>.One, VEC<long>.Zero).AsDouble();
            VEC<double> sign = ((quadrant & VEC.Create(2L)) << 62).AsDouble();
            VEC<double> y = VEC.ConditionalSelect(isEven, sine, cosine) ^ sign;
            if (isSmall.AsInt64() == VEC<long>.AllBitsSet)
            {
                return y;
            }

            for (int i = 0; i < VEC<double>.Count; i++)
            {
                y = isSmall.AsInt64().GetElement(i) != 0 ? y : y.WithElement(i, global::System.Math.FUNCTION(x.GetElement(i)));
            }

            return y;
        }
        """;

    /// <summary>The error function.</summary>
    public const string Erf = """
        /// <summary>The error function, by a rational form below 1 and by that of its complement above; at most 3 ulp. NaN stays.</summary>
        [MethodImplAttribute(MethodImplOptions.AggressiveOptimization)]
        private static VEC<double> Erf(VEC<double> x)
        {
            VEC<double> s = x * x;
            VEC<double> p = VEC.Create(9.6049737398705161d);
            p = VEC.MultiplyAddEstimate(p, s, VEC.Create(90.026019720384269d));
            p = VEC.MultiplyAddEstimate(p, s, VEC.Create(2232.0053459468431d));
            p = VEC.MultiplyAddEstimate(p, s, VEC.Create(7003.3251411280507d));
            p = VEC.MultiplyAddEstimate(p, s, VEC.Create(55592.301301039493d));
            VEC<double> q = s + VEC.Create(33.561714164750313d);
            q = VEC.MultiplyAddEstimate(q, s, VEC.Create(521.35794978015269d));
            q = VEC.MultiplyAddEstimate(q, s, VEC.Create(4594.3238297098014d));
            q = VEC.MultiplyAddEstimate(q, s, VEC.Create(22629.000061389095d));
            q = VEC.MultiplyAddEstimate(q, s, VEC.Create(49267.394260863592d));
            VEC<double> near = x * p / q;

            // From 6 on it is 1.
            VEC<double> size = VEC.MinNative(VEC.Create(6d), VEC.Abs(x));
            p = VEC.Create(2.4619698147353051e-10d);
            p = VEC.MultiplyAddEstimate(p, size, VEC.Create(0.56418956483106882d));
            p = VEC.MultiplyAddEstimate(p, size, VEC.Create(7.4632105644226992d));
            p = VEC.MultiplyAddEstimate(p, size, VEC.Create(48.637197098568137d));
            p = VEC.MultiplyAddEstimate(p, size, VEC.Create(196.52083295607710d));
            p = VEC.MultiplyAddEstimate(p, size, VEC.Create(526.44519499547732d));
            p = VEC.MultiplyAddEstimate(p, size, VEC.Create(934.52852717195761d));
            p = VEC.MultiplyAddEstimate(p, size, VEC.Create(1027.5518868951571d));
            p = VEC.MultiplyAddEstimate(p, size, VEC.Create(557.53533536939933d));
            q = size + VEC.Create(13.228195115474499d);
            q = VEC.MultiplyAddEstimate(q, size, VEC.Create(86.707214088598973d));
            q = VEC.MultiplyAddEstimate(q, size, VEC.Create(354.93777888781989d));
            q = VEC.MultiplyAddEstimate(q, size, VEC.Create(975.70850174320549d));
            q = VEC.MultiplyAddEstimate(q, size, VEC.Create(1823.9091668790973d));
            q = VEC.MultiplyAddEstimate(q, size, VEC.Create(2246.3376081871098d));
            q = VEC.MultiplyAddEstimate(q, size, VEC.Create(1656.6630919416134d));
            q = VEC.MultiplyAddEstimate(q, size, VEC.Create(557.53534081772768d));
            VEC<double> far = VEC<double>.One - (Exp(-(size * size)) * p / q);
            return VEC.ConditionalSelect(VEC.LessThan(VEC.Abs(x), VEC<double>.One), near, VEC.CopySign(far, x));
        }
        """;

    /// <summary>The exponential function less 1.</summary>
    public const string Expm1 = $$"""
        /// <summary>e to the x, less 1, by range reduction to ±ln 2 / 2 and a polynomial without its constant; at most 2 ulp. Above 709.43 it is infinite; NaN stays.</summary>
        private static VEC<double> Expm1(VEC<double> x)
        {
        {{ExponentialTerms}}
            y = VEC.MultiplyAddEstimate(y, r * r, r);

            // 2^n (e^r - 1) + (2^n - 1).
            VEC<double> scale = (VEC<double>.One.AsInt64() + (shifted.AsInt64() << 52)).AsDouble();
            y = VEC.MultiplyAddEstimate(scale, y, scale - VEC<double>.One);
            return VEC.ConditionalSelect(VEC.GreaterThan(x, VEC.Create(709.436139303104d)), VEC.Create(double.PositiveInfinity), y);
        }
        """;

    /// <summary>The logarithm of 1 plus the exponential function.</summary>
    public const string Softplus = """
        /// <summary>The logarithm of 1 + e to the x: the larger of x and 0, and 2 artanh(y / (2 + y)) with y of e to the -|x|, by a polynomial; at most 4 ulp. NaN stays.</summary>
        private static VEC<double> Softplus(VEC<double> x)
        {
            VEC<double> y = Exp(-VEC.Abs(x));
            VEC<double> s = y / (y + VEC.Create(2d));
            VEC<double> z = s * s;
            VEC<double> p = VEC.Create(0.1616404561194353d);
            p = VEC.MultiplyAddEstimate(p, z, VEC.Create(0.08800738486144674d));
            p = VEC.MultiplyAddEstimate(p, z, VEC.Create(0.12001072809590713d));
            p = VEC.MultiplyAddEstimate(p, z, VEC.Create(0.13314144209654935d));
            p = VEC.MultiplyAddEstimate(p, z, VEC.Create(0.15385570064958623d));
            p = VEC.MultiplyAddEstimate(p, z, VEC.Create(0.18181789436132859d));
            p = VEC.MultiplyAddEstimate(p, z, VEC.Create(0.22222222717427864d));
            p = VEC.MultiplyAddEstimate(p, z, VEC.Create(0.2857142856710876d));
            p = VEC.MultiplyAddEstimate(p, z, VEC.Create(0.40000000000014585d));
            p = VEC.MultiplyAddEstimate(p, z, VEC.Create(0.6666666666666666d));
            p = VEC.MultiplyAddEstimate(p, z, VEC.Create(2d));
            return VEC.MultiplyAddEstimate(s, p, VEC.MaxNative(VEC<double>.Zero, x));
        }
        """;

    /// <summary>Powers.</summary>
    public const string Pow = """
        /// <summary>Powers, element by element, as <see cref="global::System.Math.Pow"/> has them.</summary>
        private static VEC<double> Pow(VEC<double> x, VEC<double> y)
        {
            VEC<double> result = x;
            for (int i = 0; i < VEC<double>.Count; i++)
            {
                result = result.WithElement(i, global::System.Math.Pow(x.GetElement(i), y.GetElement(i)));
            }

            return result;
        }
        """;

    /// <summary>Exchanges rows and columns of 4 x 4 numbers in registers: pairs within each 128 bits, then halves. Wider vectors are two of these, narrower ones half of one.</summary>
    public static string LoadColumns(VectorWidth width)
    {
        string body = width.Bits switch
        {
            512 => """
                LoadColumns(ref row, stride, out Vector256<double> low0, out Vector256<double> low1, out Vector256<double> low2, out Vector256<double> low3);
                LoadColumns(ref Unsafe.Add(ref row, 4 * stride), stride, out Vector256<double> high0, out Vector256<double> high1, out Vector256<double> high2, out Vector256<double> high3);
                x0 = Vector512.Create(low0, high0);
                x1 = Vector512.Create(low1, high1);
                x2 = Vector512.Create(low2, high2);
                x3 = Vector512.Create(low3, high3);
            """,
            256 => """
                Vector256<double> row0 = Vector256.LoadUnsafe(ref row);
                Vector256<double> row1 = Vector256.LoadUnsafe(ref Unsafe.Add(ref row, stride));
                Vector256<double> row2 = Vector256.LoadUnsafe(ref Unsafe.Add(ref row, 2 * stride));
                Vector256<double> row3 = Vector256.LoadUnsafe(ref Unsafe.Add(ref row, 3 * stride));
            EXCHANGE
                x0 = X86.Permute2x128(even01, even23, 0x20);
                x1 = X86.Permute2x128(odd01, odd23, 0x20);
                x2 = X86.Permute2x128(even01, even23, 0x31);
                x3 = X86.Permute2x128(odd01, odd23, 0x31);
            """,
            _ => """
                Vector128<double> left0 = Vector128.LoadUnsafe(ref row);
                Vector128<double> right0 = Vector128.LoadUnsafe(ref row, 2);
                Vector128<double> left1 = Vector128.LoadUnsafe(ref Unsafe.Add(ref row, stride));
                Vector128<double> right1 = Vector128.LoadUnsafe(ref Unsafe.Add(ref row, stride), 2);
                x0 = X86.UnpackLow(left0, left1);
                x1 = X86.UnpackHigh(left0, left1);
                x2 = X86.UnpackLow(right0, right1);
                x3 = X86.UnpackHigh(right0, right1);
            """,
        };
        return """
            /// <summary>Four columns of as many rows as a vector has lanes, each column a vector.</summary>
            [MethodImplAttribute(MethodImplOptions.AggressiveInlining)]
            private static void LoadColumns(ref double row, int stride, out VEC<double> x0, out VEC<double> x1, out VEC<double> x2, out VEC<double> x3)
            {
            BODY
            }
            """.Replace("BODY", body.Replace("EXCHANGE", Exchange("row"))).Replace("X86", MathHelperText.X86(width));
    }

    /// <summary>The inverse of <see cref="LoadColumns"/>.</summary>
    public static string StoreColumns(VectorWidth width)
    {
        string body = width.Bits switch
        {
            512 => """
                StoreColumns(ref row, stride, x0.GetLower(), x1.GetLower(), x2.GetLower(), x3.GetLower());
                StoreColumns(ref Unsafe.Add(ref row, 4 * stride), stride, x0.GetUpper(), x1.GetUpper(), x2.GetUpper(), x3.GetUpper());
            """,
            256 => """
            EXCHANGE
                X86.Permute2x128(even01, even23, 0x20).StoreUnsafe(ref row);
                X86.Permute2x128(odd01, odd23, 0x20).StoreUnsafe(ref Unsafe.Add(ref row, stride));
                X86.Permute2x128(even01, even23, 0x31).StoreUnsafe(ref Unsafe.Add(ref row, 2 * stride));
                X86.Permute2x128(odd01, odd23, 0x31).StoreUnsafe(ref Unsafe.Add(ref row, 3 * stride));
            """,
            _ => """
                X86.UnpackLow(x0, x1).StoreUnsafe(ref row);
                X86.UnpackLow(x2, x3).StoreUnsafe(ref row, 2);
                X86.UnpackHigh(x0, x1).StoreUnsafe(ref Unsafe.Add(ref row, stride));
                X86.UnpackHigh(x2, x3).StoreUnsafe(ref Unsafe.Add(ref row, stride), 2);
            """,
        };
        return """
            /// <summary>Stores four columns of as many rows as a vector has lanes, each column a vector.</summary>
            [MethodImplAttribute(MethodImplOptions.AggressiveInlining)]
            private static void StoreColumns(ref double row, int stride, VEC<double> x0, VEC<double> x1, VEC<double> x2, VEC<double> x3)
            {
            BODY
            }
            """.Replace("BODY", body.Replace("EXCHANGE", Exchange("x"))).Replace("X86", MathHelperText.X86(width));
    }

    // Pairs of neighbours within each 128 bits of four vectors.
    private static string Exchange(string name) => """
            Vector256<double> even01 = X86.UnpackLow(V0, V1);
            Vector256<double> even23 = X86.UnpackLow(V2, V3);
            Vector256<double> odd01 = X86.UnpackHigh(V0, V1);
            Vector256<double> odd23 = X86.UnpackHigh(V2, V3);
        """.Replace("V0", name + "0").Replace("V1", name + "1").Replace("V2", name + "2").Replace("V3", name + "3");
}
