using System;
using NetCompiler.Data;
using NetCompiler.Network.Tests.Fixtures;
using NetCompiler.Network.Tests.Measures;
using NetCompiler.Network.Tests.Networks;
using NetCompiler.Training;
using Xunit;

namespace NetCompiler.Network.Tests.Claims;

/// <summary>The public members of networks of doubles allocate nothing a call, as those of networks of floats.</summary>
public sealed class DoubleAllocationTests
{
    private readonly DoubleFixture _regression = DoubleFixture.Load(nameof(DoubleRegression));
    private readonly DoubleFixture _images = DoubleFixture.Load(nameof(DoubleImages));

    [Fact]
    public void Calls_allocate_nothing()
    {
        var network = new DoubleRegression(seed: 2);
        var images = new DoubleImages(seed: 2);
        var stream = new DoubleStream();
        var adam = new Adam(0.01);
        var momentum = new SGD(0.01) { Momentum = 0.9 };
        int[] labels = _images.Labels;
        double[] output = new double[60];
        double[] buffer = new double[DoubleRegression.Description.ParameterLength];
        double[] direction = new double[buffer.Length];
        double[] inputGradient = new double[_regression.Input.Length];
        double[] jacobian = new double[18];
        Assert.Equal(0, Allocation.Between(10, 210, runs =>
        {
            for (int run = 0; run < runs; run++)
            {
                network.Forward(_regression.Input.AsSpan(0, 6), output.AsSpan(0, 3));
                network.TrainStep(_regression.Input, _regression.Target, adam);
                network.TrainStep(_regression.Input.AsSpan(0, 48), _regression.Target.AsSpan(0, 24), adam);
                network.Gradients(_regression.Input, _regression.Target, buffer);
                network.HessianVector(_regression.Input, _regression.Target, direction, buffer);
                network.InputGradient(_regression.Input, _regression.Target, inputGradient);
                network.Jacobian(_regression.Input.AsSpan(0, 6), jacobian);
                images.Forward(_images.Input, 12, output);
                images.TrainStep(_images.Input, labels, momentum);
                images.Evaluate(_images.Input, labels);
                stream.Step(_images.Input.AsSpan(0, 3), output.AsSpan(0, 2));
            }
        }));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_step_of_a_trainer_allocates_nothing(int workers)
    {
        Dataset data = Dataset.Of(new double[8 * 400 * 6], new double[8 * 400 * 3], 8 * 400);
        long least = long.MaxValue;
        for (int run = 0; run < 5 && least != 0; run++)
        {
            var probe = new AllocationProbe(from: 20, to: 380);
            new Trainer<DoubleRegression>(new DoubleRegression(seed: 2)) { BatchSize = 8, Workers = workers, Progress = probe, ProgressInterval = TimeSpan.Zero }.Fit(data, cancellation: TestContext.Current.CancellationToken);
            Assert.True(probe.Allocated >= 0, "The training did not reach both steps.");
            least = Math.Min(least, probe.Allocated);
        }

        Assert.Equal(0, least);
    }
}
