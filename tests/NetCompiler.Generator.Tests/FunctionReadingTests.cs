using System;
using System.Globalization;
using System.Linq;
using Microsoft.CodeAnalysis;
using NetCompiler.Core.Declarations;
using NetCompiler.Generator.Tests.Helpers;
using Xunit;

namespace NetCompiler.Generator.Tests;

/// <summary>The methods that <c>[Map]</c> names.</summary>
public sealed class FunctionReadingTests
{
    private const string Allowed = "which cannot be translated; use + - * /, comparisons, && || !, ?: and "
        + "Exp, Log, Sqrt, Tanh, Abs, Sign, Max, Min, Pow, Sin, Cos of MathF.";

    [Theory]
    [InlineData("x / (1f + MathF.Exp(-x))", "divide(p0, add(1, exp(negate(p0))))")]
    [InlineData("x > 0 ? x : 0.5f * x", "conditional(greater(p0, 0), p0, multiply(0.5, p0))")]
    [InlineData("x >= 0 && x <= 1 || !(x == 3) ? +x : -x", "conditional(or(and(greaterOrEqual(p0, 0), lessOrEqual(p0, 1)), not(equal(p0, 3))), p0, negate(p0))")]
    [InlineData("x < 0 | x != 1 ? 1 : 2", "conditional(or(less(p0, 0), notEqual(p0, 1)), 1, 2)")]
    [InlineData("x > 0 ? -MathF.Sign(x) : 0", "conditional(greater(p0, 0), negate(sign(p0)), 0)")]
    [InlineData("MathF.Max(y: x, x: 0)", "max(0, p0)")]
    [InlineData("float.Min(x, 6)", "min(p0, 6)")]
    [InlineData("(float)Math.Tanh(x) - (float)(x * 2.0)", "subtract(tanh(p0), multiply(p0, 2))")]
    [InlineData("MathF.Sign(x) * MathF.Sqrt(MathF.Abs(x))", "multiply(sign(p0), sqrt(abs(p0)))")]
    [InlineData("MathF.Pow(x, 2) + MathF.Log(x) + MathF.Sin(x) + MathF.Cos(x)", "add(add(add(pow(p0, 2), log(p0)), sin(p0)), cos(p0))")]
    [InlineData("1 / 2 * x", "multiply(0, p0)")]
    [InlineData("1 / 2f * x", "multiply(0.5, p0)")]
    [InlineData("Slope * x + MathF.PI", "add(multiply(0.25, p0), 3.1415927410125732)")]
    [InlineData("0.1f * x", "multiply(0.10000000149011612, p0)")]
    [InlineData("Square(x + 1) - Square(2)", "subtract(multiply(add(p0, 1), add(p0, 1)), multiply(2, 2))")]
    public void Expression_is_translated(string expression, string expected)
    {
        FunctionDeclaration function = Read($"static float F(float x) => {expression};");

        Assert.Null(function.Problem);
        Assert.Equal(("Space.Mlp", "F", 1), (function.Owner, function.Name, function.ParameterCount));
        Assert.Equal(expected, Print(function.Body!));
    }

    [Fact]
    public void Several_parameters_keep_their_order()
    {
        FunctionDeclaration function = Read("static float F(float a, float b) => b - a;");

        Assert.Equal((2, "subtract(p1, p0)"), (function.ParameterCount, Print(function.Body!)));
    }

    [Theory]
    [InlineData("static float G(float x) => x;", "'Mlp' has no method 'F'.")]
    [InlineData("static float F(float x) => x; static float F(int x) => x;", "'Mlp' has several methods 'F'; rename all but one.")]
    [InlineData("float F(float x) => x;", "'F' must be a static method without type parameters.")]
    [InlineData("static float F<T>(float x) => x;", "'F' must be a static method without type parameters.")]
    [InlineData("static int F(float x) => 1;", "'F' must take and return float.")]
    [InlineData("static float F(int x) => x;", "'F' must take and return float.")]
    [InlineData("static float F(ref float x) => x;", "'F' must take and return float.")]
    [InlineData("static float F(float x) { return x; }", "'F' must have an expression body, 'static float F(float x) => ...;'.")]
    [InlineData("static float F(float x) => MathF.Cosh(x);", "'F' holds 'MathF.Cosh(x)', " + Allowed)]
    [InlineData("static float F(float x) => MathF.Log(x, 2);", "'F' holds 'MathF.Log(x, 2)', " + Allowed)]
    [InlineData("static float F(float x) => (int)x;", "'F' holds '(int)x', " + Allowed)]
    [InlineData("static float F(float x) => x % 2;", "'F' holds 'x % 2', " + Allowed)]
    [InlineData("static float s_a; static float F(float x) => s_a * x;", "'F' holds 's_a', " + Allowed)]
    [InlineData("static float F(float x) => MathF.Sign(x) / 2;", "'F' holds 'MathF.Sign(x) / 2', " + Allowed)]
    [InlineData("static float F(float x) => G(x); static float G(float x) => F(x);", "'F' calls itself.")]
    [InlineData("static float F(float x) => G(x); static float G(float x) { return x; }", "'G' must have an expression body, 'static float G(float x) => ...;'.")]
    public void What_cannot_be_translated_says_why(string members, string problem)
    {
        FunctionDeclaration function = Read(members);

        Assert.Null(function.Body);
        Assert.Equal(problem, function.Problem);
    }

    [Fact]
    public void Chain_of_calls_that_doubles_each_time_is_refused()
    {
        string chain = string.Concat(Enumerable.Range(0, 30).Select(i => $"static float F{i}(float x) => F{i + 1}(x) * F{i + 1}(x);\n"));
        FunctionDeclaration function = Read("static float F(float x) => F0(x);\n" + chain + "static float F30(float x) => x;");

        Assert.Null(function.Body);
        Assert.Matches("^'F[0-9]+' is made of more than 2000 operations\\.$", function.Problem);
    }

    [Fact]
    public void Expression_that_nests_too_deeply_is_refused()
    {
        FunctionDeclaration function = Read($"static float F(float x) => {string.Join(" + ", Enumerable.Repeat("x", 300))};");

        Assert.Equal("'F' nests more than 200 operations.", function.Problem);
    }

    [Fact]
    public void Functions_of_network_and_blocks_are_ordered_and_read_once()
    {
        NetworkDeclaration declaration = GeneratorRun.Read("""
            using NetCompiler;
            [Network, Input(4), Map(nameof(Z)), Map(nameof(A)), Map(nameof(Z)), Use<Block>]
            partial class Mlp { static float Z(float x) => x; static float A(float x) => 2 * x; }
            [Block, Map(nameof(A))]
            class Block { static float A(float x) => 3 * x; }
            """);

        Assert.Equal(
            ["Block A multiply(3, p0)", "Mlp A multiply(2, p0)", "Mlp Z p0"],
            declaration.Functions.Select(function => $"{function.Owner} {function.Name} {Print(function.Body!)}"));
    }

    [Fact]
    public void Function_of_a_referenced_assembly_has_no_source()
    {
        MetadataReference library = TestCompilation.Image(
            "Library",
            TestCompilation.Framework.Append(TestCompilation.Runtime),
            "using NetCompiler;\n[Block, Map(nameof(A))]\npublic class Piece { public static float A(float x) => x; }");
        NetworkDeclaration declaration = GeneratorRun.Read(TestCompilation.Create(
            TestCompilation.Framework.Append(TestCompilation.Runtime).Append(library),
            "using NetCompiler;\n[Network, Input(4), Use<Piece>]\npartial class Mlp;"));

        Assert.Equal(
            "'A' is in the referenced assembly 'Library', whose source is not at hand; copy the method and the block that uses it into this project.",
            Assert.Single(declaration.Functions).Problem);
    }

    private static FunctionDeclaration Read(string members) => Assert.Single(GeneratorRun.Read(
        $"using System;\nusing NetCompiler;\nnamespace Space;\n[Network, Input(4), Map(\"F\")]\npartial class Mlp\n{{\n"
            + "const float Slope = 0.25f;\nstatic float Square(float value) => value * value;\n" + members + "\n}").Functions);

    private static string Print(FunctionNode node) => node.Kind switch
    {
        "constant" => node.Value.ToString("R", CultureInfo.InvariantCulture),
        "parameter" => "p" + node.Index.ToString(CultureInfo.InvariantCulture),
        _ => $"{node.Kind}({string.Join(", ", node.Children.Select(Print))})",
    };
}
