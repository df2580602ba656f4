using System;
using System.Collections.Generic;
using System.Linq;
using NetCompiler.Runtime.Tests.Networks;
using Xunit;

namespace NetCompiler.Runtime.Tests;

/// <summary>Initial values: their statistics, and what they depend on.</summary>
public sealed class InitializationTests
{
    private const int Rows = 200;
    private const int Columns = 500;

    [Fact]
    public void UniformValuesFillTheirRange()
    {
        double[] values = Draw(new Initialization(InitializationKind.Uniform, -0.5f, 1.5f), 0, 7);
        Assert.All(values, value => Assert.InRange(value, -0.5, 1.5));

        // 100,000 draws: mean and variance within five standard errors of 1/2 and 4/12.
        Assert.Equal(0.5, values.Average(), 5 * Math.Sqrt(4.0 / 12 / values.Length));
        Assert.Equal(4.0 / 12, Variance(values), 5 * Math.Sqrt(16.0 / 180 / values.Length));
        double[] cells = new double[20];
        foreach (double value in values)
        {
            cells[Math.Min((int)((value + 0.5) * 10), 19)]++;
        }

        Assert.All(cells, cell => Assert.InRange(cell, 4650, 5350));
    }

    [Fact]
    public void NormalValuesHaveTheirMomentsAndTails()
    {
        double[] values = [.. Draw(new Initialization(InitializationKind.Normal, 3, 2), 0, 8).Select(value => (value - 3) / 2)];
        Assert.Equal(0, values.Average(), 5 / Math.Sqrt(values.Length));
        Assert.Equal(1, Variance(values), 5 * Math.Sqrt(2.0 / values.Length));
        Assert.Equal(3, values.Average(value => Math.Pow(value, 4)), 5 * Math.Sqrt(96.0 / values.Length));

        // P(|z| > 2) = 0.0455.
        Assert.Equal(0.0455, values.Count(value => Math.Abs(value) > 2) / (double)values.Length, 0.0034);
    }

    [Fact]
    public void NeighboursAreNotCorrelated()
    {
        double[] values = [.. Draw(new Initialization(InitializationKind.Uniform, -1, 1), 0, 9)];
        double sum = 0;
        for (int index = 1; index < values.Length; index++)
        {
            sum += values[index] * values[index - 1] * 3;
        }

        Assert.Equal(0, sum / values.Length, 5 / Math.Sqrt(values.Length));
    }

    [Fact]
    public void ConstantsAreConstant() =>
        Assert.All(Draw(new Initialization(InitializationKind.Constant, 0.25f, 9), 16, 1), value => Assert.Equal(0.25, value));

    [Theory]
    [InlineData(InitializationKind.Uniform)]
    [InlineData(InitializationKind.Normal)]
    public void TheLayoutDoesNotMatter(InitializationKind kind)
    {
        var initialization = new Initialization(kind, -1, 1);
        double[] rowMajor = Draw(initialization, 0, 3);
        Assert.Equal(rowMajor, Draw(initialization, 16, 3));
        Assert.Equal(rowMajor, Draw(initialization, 32, 3));
    }

    [Fact]
    public void SeedAndNameMatter()
    {
        var initialization = new Initialization(InitializationKind.Uniform, -1, 1);
        double[] values = Draw(initialization, 0, 3);
        Assert.Equal(values, Draw(initialization, 0, 3));
        Assert.DoesNotContain(values.Zip(Draw(initialization, 0, 4)), pair => pair.First == pair.Second);
        Assert.DoesNotContain(values.Zip(Draw(initialization, 0, 3, "1.weight")), pair => pair.First == pair.Second);
    }

    [Fact]
    public void ThePlaceAmongOtherParametersDoesNotMatter()
    {
        var network = new SmallNetwork<Batch4>(5);
        var alone = new ParameterDescription("2.weight", [3, 20], 0, 96, ParameterLayout.Rows([3, 20], 32), new Initialization(InitializationKind.Normal, 0, 0.3f));
        float[] buffer = new float[96];
        ParameterInitializer.Fill<float>(alone, 5, buffer);
        float[] values = [.. Enumerable.Range(0, 60).Select(index => buffer[alone.IndexOf(index)])];
        Assert.Equal(values, network.Parameters["2.weight"].ToArray());
        Assert.DoesNotContain(0, values);
    }

    [Fact]
    public void ValuesRepeatAsOftenAsTheirPrecisionMakesThem()
    {
        // The draws have 53 random bits and are rounded to float: of 100,000 in [1, 2], with 2^23 values, some 600 pairs meet.
        double[] values = Draw(new Initialization(InitializationKind.Uniform, 1, 2), 0, 11);
        int distinct = new HashSet<double>(values).Count;
        Assert.InRange(values.Length - distinct, 450, 750);
    }

    private static double[] Draw(Initialization initialization, int panel, int seed, string name = "0.weight")
    {
        int stored = panel == 0 ? Rows * 512 : (Rows + panel - 1) / panel * panel * Columns;
        var parameter = new ParameterDescription(name, [Rows, Columns], 32, stored, panel == 0 ? ParameterLayout.Rows([Rows, Columns], 512) : ParameterLayout.Panels(Rows, Columns, panel), initialization);
        float[] buffer = new float[stored + 32];
        ParameterInitializer.Fill<float>(parameter, seed, buffer);
        double[] values = new double[parameter.Length];
        for (int index = 0; index < values.Length; index++)
        {
            values[index] = buffer[parameter.IndexOf(index)];
        }

        return values;
    }

    private static double Variance(double[] values)
    {
        double mean = values.Average();
        return values.Average(value => (value - mean) * (value - mean));
    }
}
