using System;
using System.Linq;
using NetCompiler.Core.Advice;
using NetCompiler.Core.Tensors;
using NetCompiler.Core.Tensors.Operations;
using NetCompiler.Core.Tensors.Scalars;
using Xunit;

namespace NetCompiler.Core.Tests.Advice;

/// <summary>Ranges of maps: those of functions are known, and values of random expressions at random operands lie within.</summary>
public sealed class ValueRangesTests
{
    private static readonly ScalarExpression s_x = ScalarExpression.Operand(0);

    [Theory]
    [InlineData(nameof(UnaryKind.Relu), 0, double.PositiveInfinity)]
    [InlineData(nameof(UnaryKind.Sigmoid), 0, 1)]
    [InlineData(nameof(UnaryKind.Tanh), -1, 1)]
    [InlineData(nameof(UnaryKind.Exp), 0, double.PositiveInfinity)]
    [InlineData(nameof(UnaryKind.Expm1), -1, double.PositiveInfinity)]
    [InlineData(nameof(UnaryKind.Softplus), 0, double.PositiveInfinity)]
    [InlineData(nameof(UnaryKind.Abs), 0, double.PositiveInfinity)]
    [InlineData(nameof(UnaryKind.Sign), -1, 1)]
    [InlineData(nameof(UnaryKind.Sin), -1, 1)]
    [InlineData(nameof(UnaryKind.Cos), -1, 1)]
    [InlineData(nameof(UnaryKind.Erf), -1, 1)]
    [InlineData(nameof(UnaryKind.Negate), double.NegativeInfinity, double.PositiveInfinity)]
    [InlineData(nameof(UnaryKind.Log), double.NegativeInfinity, double.PositiveInfinity)]
    [InlineData(nameof(UnaryKind.Reciprocal), double.NegativeInfinity, double.PositiveInfinity)]
    public void Of_a_function_of_any_number(string kind, double low, double high) =>
        Assert.Equal(new ValueRange(low, high), RangeOf(ScalarExpression.Of(Enum.Parse<UnaryKind>(kind), s_x)));

    [Fact]
    public void Selections_narrow_their_operand()
    {
        Assert.Equal(new ValueRange(0, 6), RangeOf(ScalarExpression.Select(ComparisonKind.LessOrEqual, s_x, 0, 0, ScalarExpression.Select(ComparisonKind.LessOrEqual, 6, s_x, 6, s_x))));
        Assert.Equal(new ValueRange(-2, double.PositiveInfinity), RangeOf(ScalarExpression.Select(ComparisonKind.Less, s_x, -2, -2, s_x)));
        Assert.Equal(ValueRange.All, RangeOf(ScalarExpression.Select(ComparisonKind.Less, 0, s_x, s_x, 0.1 * s_x)));
    }

    [Fact]
    public void Values_of_random_expressions_lie_within()
    {
        var random = new Random(7);
        for (int i = 0; i < 20_000; i++)
        {
            ScalarExpression expression = Expression(random, depth: 4);
            ValueRange range = RangeOf(expression);
            for (int j = 0; j < 20; j++)
            {
                double x = Math.Tan((random.NextDouble() - 0.5) * 3.1);
                double y = expression.Evaluate(_ => x, _ => 0);
                double tolerance = double.IsInfinity(y) ? 0 : 1e-9 * Math.Abs(y);
                Assert.True(double.IsNaN(y) || (y >= range.Low - tolerance && y <= range.High + tolerance), $"{expression} of {x} is {y}, not between {range}");
            }
        }
    }

    private static ScalarExpression Expression(Random random, int depth)
    {
        if (depth == 0 || random.Next(6) == 0)
        {
            return random.Next(2) == 0 ? s_x : Math.Round((random.NextDouble() * 6) - 3, 1);
        }

        ScalarExpression Next() => Expression(random, depth - 1);
        return random.Next(3) switch
        {
            0 => ScalarExpression.Of(Any<UnaryKind>(random), Next()),
            1 => ScalarExpression.Of(Any<BinaryKind>(random), Next(), Next()),
            _ => ScalarExpression.Select(Any<ComparisonKind>(random), Next(), Next(), Next(), Next()),
        };
    }

    private static T Any<T>(Random random)
        where T : struct, Enum
    {
        T[] values = Enum.GetValues<T>();
        return values[random.Next(values.Length)];
    }

    private static ValueRange RangeOf(ScalarExpression expression)
    {
        var builder = new ProgramBuilder();
        TensorValue input = builder.Add(new SourceOperation(SourceKind.Input, "x", Shape.Of(Extent.Rows(2), 3)));
        TensorValue value = builder.Map(expression, input);
        return new ValueRanges(builder.Values.ToArray()).Of(value);
    }
}
