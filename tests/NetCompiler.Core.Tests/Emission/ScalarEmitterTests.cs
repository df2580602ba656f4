using NetCompiler.Core.Emission;
using NetCompiler.Core.Planning;
using NetCompiler.Core.Tensors.Scalars;
using Xunit;

namespace NetCompiler.Core.Tests.Emission;

public sealed class ScalarEmitterTests
{
    private static readonly ScalarExpression s_x = ScalarExpression.Operand(0);

    private static (string Locals, string Value) Emit(ScalarExpression expression)
    {
        var code = new CodeWriter();
        string value = new ScalarEmitter(VectorWidth.All(RealType.Single)[0], new HelperSet(RealType.Single)).Emit(expression, ["x0"], code, "t3");
        return (code.ToString(), value);
    }

    private static ScalarExpression Of(UnaryKind kind, ScalarExpression x) => ScalarExpression.Of(kind, x);

    [Fact]
    public void A_function_that_occurs_twice_is_computed_once()
    {
        ScalarExpression exp = Of(UnaryKind.Exp, s_x);
        Assert.Equal(("Vector512<float> t3f0 = Exp(x0);\n", "(t3f0 - (t3f0 / x0))"), Emit(exp - (exp / s_x)));
    }

    /// <summary>The derivatives of Mish are made of few functions of few arguments, which occur dozens of times.</summary>
    [Fact]
    public void A_function_of_a_repeated_function_is_computed_once_too()
    {
        ScalarExpression tanh = Of(UnaryKind.Tanh, Of(UnaryKind.Softplus, s_x));
        Assert.Equal(
            ("Vector512<float> t3f0 = Softplus(x0);\nVector512<float> t3f1 = Tanh(t3f0);\n", "((t3f1 - (t3f1 / x0)) / t3f0)"),
            Emit((tanh - (tanh / s_x)) / Of(UnaryKind.Softplus, s_x)));
    }

    [Fact]
    public void What_occurs_once_and_plain_arithmetic_have_no_names()
    {
        ScalarExpression square = s_x * s_x;
        Assert.Equal((string.Empty, "((x0 * x0) / ((x0 * x0) - Exp(x0)))"), Emit(square / (square - Of(UnaryKind.Exp, s_x))));
    }

    /// <summary>C# warns of a variable that is compared with itself (CS1718), and users' warnings are errors.</summary>
    [Fact]
    public void A_number_compared_with_itself_is_asked_whether_it_is_one()
    {
        string Scalar(ComparisonKind kind) => new ScalarEmitter(VectorWidth.Scalar(RealType.Single), new HelperSet(RealType.Single)).Emit(ScalarExpression.Select(kind, s_x, s_x, 1, 2), ["x0"], new CodeWriter(), "t");
        Assert.Equal("(!float.IsNaN(x0) ? 1f : 2f)", Scalar(ComparisonKind.Equal));
        Assert.Equal("(!float.IsNaN(x0) ? 1f : 2f)", Scalar(ComparisonKind.LessOrEqual));
        Assert.Equal("(float.IsNaN(x0) ? 1f : 2f)", Scalar(ComparisonKind.NotEqual));
        Assert.Equal("2f", Scalar(ComparisonKind.Less));
    }

    [Fact]
    public void Costs_count_a_repeated_function_once()
    {
        ScalarExpression softplus = Of(UnaryKind.Softplus, s_x);
        ScalarExpression once = softplus / s_x;
        ScalarExpression twice = softplus / (s_x - softplus);
        Assert.Equal(3, twice.Functions);
        Assert.Equal(once.Functions, twice.Functions);

        // The subtraction alone.
        Assert.Equal(once.Cost + 1, twice.Cost);
    }
}
