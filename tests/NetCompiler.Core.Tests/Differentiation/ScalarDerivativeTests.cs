using System;
using System.Collections.Generic;
using System.Linq;
using NetCompiler.Core.Differentiation;
using NetCompiler.Core.Tensors.Scalars;
using Xunit;
using static NetCompiler.Core.Tensors.Scalars.ScalarExpression;

namespace NetCompiler.Core.Tests.Differentiation;

public sealed class ScalarDerivativeTests
{
    private const double Step = 1e-5;

    public static IEnumerable<TheoryDataRow<int>> UnaryKinds => Enum.GetValues<UnaryKind>().Select(kind => new TheoryDataRow<int>((int)kind));

    public static IEnumerable<TheoryDataRow<int>> BinaryKinds => Enum.GetValues<BinaryKind>().Select(kind => new TheoryDataRow<int>((int)kind));

    public static IEnumerable<TheoryDataRow<int>> ComparisonKinds => Enum.GetValues<ComparisonKind>().Select(kind => new TheoryDataRow<int>((int)kind));

    [Theory]
    [MemberData(nameof(UnaryKinds))]
    public void UnaryAgreesWithDifferences(int kind)
    {
        double[] points = (UnaryKind)kind is UnaryKind.Log or UnaryKind.Sqrt ? [0.3, 1.1, 2.6] : [-2.2, -0.7, 0.4, 1.9];

        // Alone, of an inner expression, and inside an outer one.
        ScalarExpression inner = 0.5 * Operand(0) + 0.2 * (Operand(0) * Operand(0)) + 0.4;
        ScalarExpression[] expressions =
        [
            Of((UnaryKind)kind, Operand(0)),
            Of((UnaryKind)kind, inner),
            Operand(0) * Of((UnaryKind)kind, Operand(0)),
        ];
        foreach (ScalarExpression expression in expressions)
        {
            foreach (double x in points)
            {
                AssertDerivatives(expression, [x]);
            }
        }
    }

    [Theory]
    [MemberData(nameof(BinaryKinds))]
    public void BinaryAgreesWithDifferences(int kind)
    {
        double[][] points = (BinaryKind)kind == BinaryKind.Pow
            ? [[0.4, 1.3], [1.7, -0.6], [2.2, 3]]
            : [[0.4, 1.3], [-1.7, 0.6], [2.2, -3], [-0.8, -1.5]];
        ScalarExpression[] expressions =
        [
            Of((BinaryKind)kind, Operand(0), Operand(1)),
            Of((BinaryKind)kind, Operand(0) * Operand(0), 2 + Of(UnaryKind.Sin, Operand(1))),
            Of((BinaryKind)kind, 1.5, Operand(1)) + Of((BinaryKind)kind, Operand(0), 3.5) * Operand(1),
        ];
        foreach (ScalarExpression expression in expressions)
        {
            foreach (double[] point in points)
            {
                if (kind != (int)BinaryKind.Pow || point[0] > 0)
                {
                    AssertDerivatives(expression, point);
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(ComparisonKinds))]
    public void SelectAgreesWithDifferences(int kind)
    {
        ScalarExpression expression = Select((ComparisonKind)kind, Operand(0), Operand(1), Operand(0) * Operand(1), Of(UnaryKind.Exp, Operand(0)));
        AssertDerivatives(expression, [0.4, 1.3]);
        AssertDerivatives(expression, [1.4, -0.3]);
    }

    [Theory]
    [InlineData(-1.5)]
    [InlineData(0.7)]
    public void PowersByConstantsTakeNegativeBases(double x)
    {
        foreach (int exponent in new[] { -2, -1, 0, 1, 2, 3, 4 })
        {
            AssertDerivatives(Of(BinaryKind.Pow, Operand(0), exponent), [x]);
        }
    }

    [Fact]
    public void KinksTakePyTorchsValues()
    {
        Assert.Equal(0, At(Of(UnaryKind.Relu, Operand(0)), 0, 0));
        Assert.Equal(0, At(Of(UnaryKind.Abs, Operand(0)), 0, 0));
        foreach (BinaryKind kind in new[] { BinaryKind.Max, BinaryKind.Min })
        {
            Assert.Equal(0.5, At(Of(kind, Operand(0), Operand(1)), 0, 1.25, 1.25));
            Assert.Equal(0.5, At(Of(kind, Operand(0), Operand(1)), 1, 1.25, 1.25));
            Assert.Equal(1, At(Of(kind, Operand(0), Operand(0)), 0, 1.25));
        }
    }

    [Fact]
    public void PowersAtZeroAreFinite()
    {
        ScalarExpression power = Of(BinaryKind.Pow, Operand(0), Operand(1));

        Assert.Equal(0, At(power, 0, 0, 0));
        Assert.Equal(0, At(power, 1, 0, 2));
        Assert.Equal(0, At(power, 1, 0, 0));
    }

    [Fact]
    public void NaNPassesThroughRelu()
    {
        ScalarExpression? along = ScalarDerivative.Along(Of(UnaryKind.Relu, Operand(0)), _ => Operand(1));

        Assert.NotNull(along);
        Assert.Equal(7, along.Evaluate(index => index == 0 ? double.NaN : 7, _ => 0));
    }

    [Fact]
    public void AnUnselectedBranchDoesNotSeeTheAdjoint()
    {
        ScalarExpression? along = ScalarDerivative.Along(Of(UnaryKind.Relu, Operand(0)), _ => Operand(1));

        Assert.NotNull(along);
        Assert.Equal(0, along.Evaluate(index => index == 0 ? -1 : double.PositiveInfinity, _ => 0));
    }

    [Fact]
    public void TheWholeExpressionBecomesTheResult()
    {
        Assert.Equal("(1 - #9 * #9) * #1", Along(Of(UnaryKind.Tanh, 2 * Operand(0) + 1), 0.5 * Operand(1)));
        Assert.Equal("#9 * (1 - #9) * #1", Along(Of(UnaryKind.Sigmoid, Operand(0)), Operand(1)));
        Assert.Equal("#9 * #1", Along(Of(UnaryKind.Exp, Operand(0)), Operand(1)));
        Assert.Equal("#9 <= 0 ? 0 : #1", Along(Of(UnaryKind.Relu, Operand(0)), Operand(1)));
        Assert.Equal("0.5 * #1 / #9", Along(Of(UnaryKind.Sqrt, Operand(0)), Operand(1)));
    }

    [Fact]
    public void WhatDoesNotDependHasNoDerivative()
    {
        Assert.Null(ScalarDerivative.Along(Operand(0) * Coordinate(0) + 3, _ => null));
        Assert.Null(ScalarDerivative.Along(Of(UnaryKind.Sign, Operand(0)), _ => 1));
        Assert.Null(ScalarDerivative.Along(Select(ComparisonKind.Less, Operand(0), 0, 2, 3), _ => 1));
        Assert.Equal(new ConstantExpression(0), ScalarDerivative.Of(Of(UnaryKind.Exp, Operand(0)), 1));
    }

    private static string? Along(ScalarExpression expression, ScalarExpression tangent) =>
        ScalarDerivative.Along(expression, _ => tangent, Operand(9))?.ToString();

    private static double At(ScalarExpression expression, int operand, params double[] point) =>
        ScalarDerivative.Of(expression, operand).Evaluate(index => point[index], _ => 0);

    /// <summary>The first derivatives by all operands, and the second ones, against central differences of the expression and of the first.</summary>
    private static void AssertDerivatives(ScalarExpression expression, double[] point)
    {
        for (int i = 0; i < point.Length; i++)
        {
            ScalarExpression derivative = ScalarDerivative.Of(expression, i);
            AssertIsDerivative(expression, derivative, i, point);
            for (int j = 0; j < point.Length; j++)
            {
                AssertIsDerivative(derivative, ScalarDerivative.Of(derivative, j), j, point);
            }
        }
    }

    private static void AssertIsDerivative(ScalarExpression expression, ScalarExpression derivative, int operand, double[] point)
    {
        double difference = (Moved(expression, operand, point, Step) - Moved(expression, operand, point, -Step)) / (2 * Step);
        double actual = derivative.Evaluate(index => point[index], _ => 0);
        Assert.True(
            Math.Abs(actual - difference) <= 1e-6 * (1 + Math.Abs(difference)),
            $"d/d#{operand} {expression} at {string.Join(", ", point)} is {difference}, not {actual} = {derivative}");
    }

    private static double Moved(ScalarExpression expression, int operand, double[] point, double by) =>
        expression.Evaluate(index => point[index] + (index == operand ? by : 0), _ => 0);
}
