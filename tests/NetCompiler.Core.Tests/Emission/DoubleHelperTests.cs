using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Runtime.Intrinsics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using NetCompiler.Core.Emission;
using NetCompiler.Core.Planning;
using Xunit;

namespace NetCompiler.Core.Tests.Emission;

/// <summary>Functions in double precision, as emitted: the errors that their text documents, in units in the last place, at every width, against the library's functions of single numbers.</summary>
public sealed class DoubleHelperTests(ITestOutputHelper output)
{
    private const int Points = 20_000;

    private static readonly Lazy<Type> s_functions = new(Compile);

    // Digits of the error function at some places, from mpmath with 40 digits: the library has none.
    private static readonly (double X, double Value)[] s_erf =
    [
        (1e-300, 1.1283791670955126e-300), (1e-9, 1.1283791670955127e-9), (0.1, 0.1124629160182849), (0.25, 0.27632639016823696), (0.5, 0.5204998778130465), (0.75, 0.7111556336535151),
        (0.9375, 0.8151024010343998), (0.99, 0.8385080695553698), (1, 0.8427007929497149), (1.01, 0.8468104962282768), (1.25, 0.9229001282564583), (1.5, 0.9661051464753108), (2, 0.9953222650189527), (2.5, 0.999593047982555),
        (3, 0.9999779095030014), (4, 0.9999999845827421), (5, 0.9999999999984626), (5.75, 0.9999999999999996), (7, 1), (1e9, 1),
    ];

    // The exponential function less 1, and the logarithm of 1 plus it, likewise.
    private static readonly (double X, double Value)[] s_expm1 =
    [
        (-700.0, -1.0), (-40.0, -1.0), (-20.5, -0.9999999987498471), (-5.0, -0.9932620530009145), (-1.0, -0.6321205588285577),
        (-0.7, -0.5034146962085905), (-0.5, -0.3934693402873666), (-0.35, -0.29531191028128656), (-0.34, -0.2882296772373903), (-0.1, -0.09516258196404043),
        (-0.001, -0.0009995001666250085), (-1e-09, -9.999999995e-10), (-1e-300, -1e-300), (1e-300, 1e-300), (1e-09, 1.0000000005000001e-09),
        (0.001, 0.0010005001667083417), (0.1, 0.10517091807564763), (0.34, 0.4049475905635938), (0.35, 0.41906754859325723), (0.5, 0.6487212707001282),
        (0.7, 1.0137527074704764), (1.0, 1.7182818284590453), (1.04, 1.8292170143515596), (5.0, 147.4131591025766), (20.5, 799902176.4755054),
        (40.0, 2.3538526683702e+17), (700.0, 1.0142320547350045e+304),
    ];

    private static readonly (double X, double Value)[] s_softplus =
    [
        (-700.0, 9.85967654375977e-305), (-40.0, 4.248354255291589e-18), (-20.5, 1.2501528656053015e-09), (-5.0, 0.006715348489118068), (-1.0, 0.3132616875182228),
        (-0.7, 0.4031860488854579), (-0.5, 0.4740769841801067), (-0.35, 0.5333821554187771), (-0.34, 0.5375281114548288), (-0.1, 0.6443966600735709),
        (-0.001, 0.6926473055599401), (-1e-09, 0.6931471800599454), (-1e-300, 0.6931471805599453), (1e-300, 0.6931471805599453), (1e-09, 0.6931471810599453),
        (0.001, 0.6936473055599401), (0.1, 0.7443966600735709), (0.34, 0.8775281114548288), (0.35, 0.8833821554187771), (0.5, 0.9740769841801067),
        (0.7, 1.103186048885458), (1.0, 1.3132616875182228), (1.04, 1.3426603473977388), (5.0, 5.006715348489118), (20.5, 20.500000001250154),
        (40.0, 40.0), (700.0, 700.0),
    ];

    public static TheoryData<string, double, double, double> Functions => new()
    {
        { "Exp", -708, 709, 1.5 },
        { "Exp", -1, 1, 1.5 },
        { "Tanh", -20, 20, 2.5 },
        { "Tanh", -1, 1, 2.5 },
        { "Tanh", -1e-3, 1e-3, 2.5 },
        { "Sigmoid", -30, 30, 3 },
        { "Sin", -4, 4, 2 },
        { "Sin", -1e6, 1e6, 2 },
        { "Sin", -1e9, 1e9, 2 },
        { "Cos", -4, 4, 2 },
        { "Cos", -1e6, 1e6, 2 },
    };

    [Theory]
    [MemberData(nameof(Functions))]
    public void Errors_are_what_the_text_says(string name, double least, double greatest, double ulps)
    {
        Func<double, double> exact = name switch
        {
            "Exp" => Math.Exp,
            "Tanh" => Math.Tanh,
            "Sigmoid" => x => 1 / (1 + Math.Exp(-x)),
            "Sin" => Math.Sin,
            _ => Math.Cos,
        };
        var random = new Random(name.Length);
        double[] xs = [.. Enumerable.Range(0, Points).Select(_ => least + ((greatest - least) * random.NextDouble()))];
        foreach (int width in new[] { 512, 256, 128 })
        {
            double[] ys = Apply(name, width, xs);
            double worst = 0;
            double at = 0;
            for (int i = 0; i < xs.Length; i++)
            {
                double expected = exact(xs[i]);
                double error = Math.Abs(ys[i] - expected) / (Math.BitIncrement(Math.Abs(expected)) - Math.Abs(expected));
                (worst, at) = error > worst ? (error, xs[i]) : (worst, at);
            }

            // The library's are right to one unit, and what 1 / (1 + e^-x) of theirs loses is not ours.
            output.WriteLine($"{name} in {least} to {greatest}, {width} bits: {worst:G3} ulp at {at:R}");
            Assert.True(worst <= ulps + (name == "Sigmoid" ? 1 : 0.5), $"{name} at {width} bits is off by {worst} ulp at {at:R}; {ulps} are documented.");
        }
    }

    [Fact]
    public void The_error_function_is_within_three_units()
    {
        foreach (int width in new[] { 512, 256, 128 })
        {
            double[] ys = Apply("Erf", width, [.. s_erf.Select(point => point.X), .. s_erf.Select(point => -point.X)]);
            for (int i = 0; i < ys.Length; i++)
            {
                double expected = i < s_erf.Length ? s_erf[i].Value : -s_erf[i - s_erf.Length].Value;
                Assert.True(Math.Abs(ys[i] - expected) <= 3 * (Math.BitIncrement(Math.Abs(expected)) - Math.Abs(expected)), $"erf({s_erf[i % s_erf.Length].X}) is {ys[i]:R}, not {expected:R}, at {width} bits.");
            }
        }
    }

    [Theory]
    [InlineData("Expm1", 2)]
    [InlineData("Softplus", 4)]
    public void What_would_cancel_is_within_the_units_that_the_text_says(string name, double ulps)
    {
        (double X, double Value)[] points = name == "Expm1" ? s_expm1 : s_softplus;
        double worst = 0;
        foreach (int width in new[] { 512, 256, 128 })
        {
            // Whole vectors.
            double[] ys = Apply(name, width, [.. points.Select(point => point.X), .. new double[8 - (points.Length % 8)]]);
            for (int i = 0; i < points.Length; i++)
            {
                double expected = points[i].Value;
                double error = Math.Abs(ys[i] - expected) / (Math.BitIncrement(Math.Abs(expected)) - Math.Abs(expected));
                worst = Math.Max(worst, error);
                Assert.True(error <= ulps, $"{name}({points[i].X:R}) is {ys[i]:R}, not {expected:R}, at {width} bits.");
            }
        }

        output.WriteLine($"{name}: {worst:G3} ulp");
    }

    /// <summary>A lane's result may not depend on what stands in others: rows are computed beside whatever their neighbours are.</summary>
    [Theory]
    [InlineData("Exp")]
    [InlineData("Tanh")]
    [InlineData("Sigmoid")]
    [InlineData("Sin")]
    [InlineData("Cos")]
    [InlineData("Erf")]
    [InlineData("Expm1")]
    [InlineData("Softplus")]
    [InlineData("Log")]
    public void No_lane_depends_on_the_others(string name)
    {
        double[] special = [double.NaN, double.PositiveInfinity, double.NegativeInfinity, 1e300, -1e300, 0, -0d, 1e-310];
        var random = new Random(7);
        foreach (int width in new[] { 512, 256, 128 })
        {
            int lanes = width / 64;
            for (int round = 0; round < 500; round++)
            {
                double[] calm = [.. Enumerable.Range(0, lanes).Select(_ => name == "Log" ? 0.1 + random.NextDouble() : (random.NextDouble() - 0.5) * 8)];
                int at = random.Next(lanes);
                double[] wild = [.. calm.Select((x, i) => i == at ? x : special[random.Next(special.Length)])];
                Assert.Equal(Apply(name, width, calm)[at], Apply(name, width, wild)[at]);
            }
        }
    }

    [Fact]
    public void What_is_special_stays_so()
    {
        foreach (int width in new[] { 512, 256, 128 })
        {
            double Of(string name, double x) => Apply(name, width, [.. Enumerable.Repeat(x, width / 64)])[0];
            Assert.All(["Exp", "Tanh", "Sigmoid", "Sin", "Cos", "Erf", "Sign", "Expm1", "Softplus"], name => Assert.True(double.IsNaN(Of(name, double.NaN)), name));
            Assert.All(["Sin", "Cos"], name => Assert.True(double.IsNaN(Of(name, double.PositiveInfinity)), name));
            Assert.Equal(double.PositiveInfinity, Of("Exp", double.PositiveInfinity));
            Assert.Equal(double.PositiveInfinity, Of("Exp", 709.5));
            Assert.Equal(0, Of("Exp", -709));
            Assert.Equal(0, Of("Exp", double.NegativeInfinity));
            Assert.Equal(1, Of("Exp", 0));
            Assert.Equal(1, Of("Tanh", double.PositiveInfinity));
            Assert.Equal(-1, Of("Tanh", double.NegativeInfinity));
            Assert.Equal(1, Of("Sigmoid", double.PositiveInfinity));
            Assert.Equal(0, Of("Sigmoid", double.NegativeInfinity));
            Assert.Equal(0.5, Of("Sigmoid", 0));
            Assert.Equal(1, Of("Erf", double.PositiveInfinity));
            Assert.Equal(-1, Of("Erf", double.NegativeInfinity));
            Assert.Equal(double.PositiveInfinity, Of("Expm1", double.PositiveInfinity));
            Assert.Equal(-1, Of("Expm1", double.NegativeInfinity));
            Assert.Equal(0, Of("Expm1", 0));
            Assert.Equal(double.PositiveInfinity, Of("Softplus", double.PositiveInfinity));
            Assert.Equal(0, Of("Softplus", double.NegativeInfinity));
            Assert.Equal(1, Of("Sign", 3));
            Assert.Equal(-1, Of("Sign", -1e-300));
            Assert.Equal(0, Of("Sign", 0));
        }
    }

    private static double[] Apply(string name, int width, double[] xs)
    {
        var ys = new double[xs.Length];
        s_functions.Value.GetMethod($"{name}{width}")!.Invoke(null, [xs, ys]);
        return ys;
    }

    private static Type Compile()
    {
        string[] names = ["Exp", "Tanh", "Sigmoid", "Sign", "Sin", "Cos", "Erf", "Expm1", "Softplus"];
        var helpers = new HelperSet(RealType.Double);
        foreach (string name in names)
        {
            helpers.Add(Enum.Parse<MathHelper>(name));
        }

        var code = new CodeWriter();
        code.Line("using System.Runtime.Intrinsics;");
        code.Line("using MethodImplAttribute = global::System.Runtime.CompilerServices.MethodImplAttribute;");
        code.Line("using MethodImplOptions = global::System.Runtime.CompilerServices.MethodImplOptions;");
        using (code.Block("public static class Functions"))
        {
            MathHelperText.Write(code, helpers);
            foreach (string name in names.Append("Log"))
            {
                foreach (VectorWidth width in VectorWidth.All(RealType.Double))
                {
                    string function = name == "Log" ? width.Name + ".Log" : name;
                    using (code.Block($"public static void {name}{width.Bits}(double[] x, double[] y)"))
                    using (code.Block($"for (int i = 0; i <= x.Length - {width.Lanes}; i += {width.Lanes})"))
                    {
                        code.Line($"{width.Name}.CopyTo({function}({width.Name}.Create(x, i)), y, i);");
                    }
                }
            }
        }

        var compilation = CSharpCompilation.Create(
            "Functions",
            [CSharpSyntaxTree.ParseText(code.ToString(), new CSharpParseOptions(LanguageVersion.CSharp13))],
            [MetadataReference.CreateFromFile(typeof(object).Assembly.Location), MetadataReference.CreateFromFile(typeof(Vector512).Assembly.Location), MetadataReference.CreateFromFile(Assembly.Load("System.Runtime").Location), MetadataReference.CreateFromFile(Assembly.Load("System.Runtime.Intrinsics").Location)],
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release));
        using var image = new MemoryStream();
        IReadOnlyList<Diagnostic> errors = [.. compilation.Emit(image).Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)];
        Assert.Empty(errors);
        return Assembly.Load(image.ToArray()).GetType("Functions", throwOnError: true)!;
    }
}
