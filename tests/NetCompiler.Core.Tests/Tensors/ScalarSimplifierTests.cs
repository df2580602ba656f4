using System;
using System.Collections.Generic;
using NetCompiler.Core.Tensors.Scalars;
using Xunit;
using static NetCompiler.Core.Tensors.Scalars.ScalarExpression;

namespace NetCompiler.Core.Tests.Tensors;

public sealed class ScalarSimplifierTests
{
    [Fact]
    public void IdentitiesDisappear()
    {
        ScalarExpression x = Operand(0);

        Assert.Equal("#0", (x + 0).ToString());
        Assert.Equal("#0", (0 + x).ToString());
        Assert.Equal("#0", (x - 0).ToString());
        Assert.Equal("-#0", (0 - x).ToString());
        Assert.Equal("#0", (1 * x).ToString());
        Assert.Equal("-#0", (-1 * x).ToString());
        Assert.Equal("#0", (x / 1).ToString());
        Assert.Equal("6 * #0", (2 * (x * 3)).ToString());
        Assert.Equal("#0 - #1", (x + -Operand(1)).ToString());
        Assert.Equal("#0", (-(-x)).ToString());
        Assert.Equal("#0 * #0", Of(BinaryKind.Pow, x, 2).ToString());
        Assert.Equal("#0", Select(ComparisonKind.Less, x, 0, x, x).ToString());
        Assert.Equal("#1", Select(ComparisonKind.Less, x, x, 3, Operand(1)).ToString());
        Assert.Equal("#0", Of(BinaryKind.Max, x, x).ToString());
        Assert.Equal("#0", Of(BinaryKind.Min, x, x).ToString());
        Assert.Equal("5", (new ConstantExpression(2) + 3).ToString());
    }

    [Fact]
    public void ZeroTimesXStays() => Assert.True(double.IsNaN((0 * Operand(0)).Evaluate(_ => double.PositiveInfinity, _ => 0)));

    [Fact]
    public void TranscendentalsOfConstantsAreNotFolded()
    {
        Assert.Equal("exp(1)", Of(UnaryKind.Exp, 1).ToString());
        Assert.Equal("pow(2, 0.3)", Of(BinaryKind.Pow, 2, 0.3).ToString());
    }

    /// <summary>Trees made node by node, without the simplifier, have the values of those made by it.</summary>
    [Fact]
    public void ValuesStay()
    {
        var random = new Random(3);
        for (int i = 0; i < 2000; i++)
        {
            ScalarExpression raw = Tree(random, 4);
            ScalarExpression simplified = Simplified(raw);
            double[] point = [(4 * random.NextDouble()) - 2, (4 * random.NextDouble()) - 2];
            double expected = raw.Evaluate(index => point[index], _ => 0);
            double actual = simplified.Evaluate(index => point[index], _ => 0);
            Assert.True(
                expected.Equals(actual) || Math.Abs(expected - actual) <= 1e-12 * Math.Abs(expected) || !double.IsFinite(expected),
                $"{raw} is {expected}, simplified to {simplified} {actual}");
        }
    }

    private static ScalarExpression Tree(Random random, int depth)
    {
        if (depth == 0 || random.Next(6) == 0)
        {
            double[] constants = [0, 1, -1, 2, 0.5];
            return random.Next(2) == 0 ? new OperandExpression(random.Next(2)) : new ConstantExpression(constants[random.Next(constants.Length)]);
        }

        UnaryKind[] unary = [UnaryKind.Negate, UnaryKind.Abs, UnaryKind.Relu, UnaryKind.Tanh, UnaryKind.Sqrt, UnaryKind.Reciprocal];
        return random.Next(4) switch
        {
            0 => new UnaryExpression(unary[random.Next(unary.Length)], Tree(random, depth - 1)),
            1 => new SelectExpression((ComparisonKind)random.Next(4), Tree(random, depth - 1), Tree(random, depth - 1), Tree(random, depth - 1), Tree(random, depth - 1)),
            _ => new BinaryExpression((BinaryKind)random.Next(7), Tree(random, depth - 1), Tree(random, depth - 1)),
        };
    }

    private static ScalarExpression Simplified(ScalarExpression raw)
    {
        var children = new List<ScalarExpression>();
        foreach (ScalarExpression child in raw.Children)
        {
            children.Add(Simplified(child));
        }

        return children.Count == 0 ? raw : raw.WithChildren(children);
    }
}
