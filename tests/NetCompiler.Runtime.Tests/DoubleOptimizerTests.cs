using System;
using System.Linq;
using NetCompiler.Training;
using Xunit;

namespace NetCompiler.Runtime.Tests;

/// <summary>Optimizers of double networks: the same rules, with the digits of a double.</summary>
public sealed class DoubleOptimizerTests
{
    [Fact]
    public void AdamOfDoublesFollowsItsFormulaToTheDigitsOfADouble()
    {
        var optimizer = new Adam(0.01) { WeightDecay = 0.1 };
        double[] parameters = [.. Enumerable.Range(1, 32).Select(value => Math.Sin(value))];
        double[] expected = [.. parameters];
        double[] mean = new double[32];
        double[] square = new double[32];
        for (int step = 1; step <= 20; step++)
        {
            double[] gradients = [.. Enumerable.Range(1, 32).Select(value => Math.Cos(value * step))];
            optimizer.Step(parameters, gradients);
            for (int element = 0; element < 32; element++)
            {
                double gradient = gradients[element] + (0.1 * expected[element]);
                mean[element] = (0.9 * mean[element]) + ((1 - 0.9) * gradient);
                square[element] = (0.999 * square[element]) + ((1 - 0.999) * gradient * gradient);
                double root = Math.Sqrt(square[element] / (1 - Math.Pow(0.999, step)));
                expected[element] -= 0.01 * (mean[element] / (1 - Math.Pow(0.9, step))) / (root + 1e-8);
            }
        }

        for (int element = 0; element < 32; element++)
        {
            Assert.Equal(expected[element], parameters[element], 1e-13);
        }

        Assert.Equal(ElementType.Float64, optimizer.Element);
        Assert.Equal(["exp_avg", "exp_avg_sq"], optimizer.Buffers.Select(buffer => buffer.Name));
        Assert.Equal(mean[3], optimizer.Buffers[0].Doubles[3], 1e-14);
    }

    [Fact]
    public void MomentumOfDoublesFollowsItsFormula()
    {
        var optimizer = new SGD(0.1) { Momentum = 0.9, Nesterov = true };
        double[] parameters = new double[16];
        double velocity = 0;
        double expected = 0;
        double[] gradients = new double[16];
        for (int step = 1; step <= 5; step++)
        {
            gradients.AsSpan().Fill(1.0 / step);
            optimizer.Step(parameters, gradients);
            velocity = (0.9 * velocity) + gradients[0];
            expected -= 0.1 * (gradients[0] + (0.9 * velocity));
        }

        Assert.Equal(expected, parameters[7], 1e-15);
    }

    [Fact]
    public void ParametersOfAnotherTypeAreRefused()
    {
        var optimizer = new SGD(0.1);
        optimizer.Step(new float[16], new float[16]);
        ArgumentException exception = Assert.Throws<ArgumentException>(() => optimizer.Step(new double[16], new double[16]));
        Assert.Contains("SGD has state for parameters in Float32 and was given some in Float64", exception.Message);
        Assert.Throws<ArgumentException>(() => optimizer.Update(new double[16], new double[16], 0));
        Assert.Throws<ArgumentException>(() => optimizer.BeginStep(16, ElementType.Int32));
        var adam = new Adam();
        adam.Step(new float[16], new float[16]);
        Assert.Throws<InvalidOperationException>(() => adam.Buffers[0].Doubles.Length);
    }
}
