using System;
using System.Linq;
using NetCompiler.Data;
using NetCompiler.Runtime.Tests.Helpers;
using NetCompiler.Runtime.Tests.Networks;
using NetCompiler.Training;
using Xunit;

namespace NetCompiler.Runtime.Tests;

/// <summary>Training of networks of doubles, by hand and by a trainer.</summary>
public sealed class DoubleTrainingTests
{
    /// <summary>An optimizer of every kind of step.</summary>
    public static TheoryData<string> Optimizers => [.. Kinds()];

    [Theory]
    [MemberData(nameof(Optimizers))]
    public void AStepIsTheGradientAndTheOptimizer(string kind)
    {
        var network = new DoubleNetwork<Batch4>(1);
        var byHand = new DoubleNetwork<Batch4>(1);
        Optimizer optimizer = Make(kind);
        Optimizer other = Make(kind);

        // Four samples are put straight into the update, and six are added up before it.
        foreach (int samples in (int[])[4, 6, 4, 6])
        {
            (double[] inputs, double[] targets) = DoubleNetworkTests.Data(samples);
            StepArguments arguments = DoubleNetworkTests.Slots(inputs, targets);
            NetworkSteps.TrainStep(network, ref arguments, optimizer);
            double[] gradients = DoubleNetworkTests.Gradients(byHand, inputs, targets, out double loss);
            Assert.Equal(loss, arguments.DoubleLoss);
            using ParameterEdit edit = byHand.Memory.Edit();
            other.Step(edit.DoubleParameters, gradients);
        }

        Assert.Equal(DoubleNetworkTests.Values(byHand.Memory), DoubleNetworkTests.Values(network.Memory));
        Assert.All(DoubleNetworkTests.Values(network.Memory), value => Assert.True(double.IsFinite(value)));
        Assert.NotEqual(DoubleNetworkTests.Values(new DoubleNetwork<Batch4>(1).Memory), DoubleNetworkTests.Values(network.Memory));
    }

    [Fact]
    public void TrainingReachesWhatOnlyDoublesCan()
    {
        // The targets are another network's outputs: the least loss is 0, and floats would stop near 1e-14.
        Dataset data = Teacher(64);
        var network = new DoubleNetwork<Batch64>(2);
        var trainer = new Trainer<DoubleNetwork<Batch64>>(network) { Optimizer = new SGD(0.5) { Momentum = 0.9 }, Epochs = 800, BatchSize = 64 };
        trainer.Fit(data);
        Assert.InRange(trainer.Evaluate(data).Loss, 0, 1e-28);
        double[] expected = DoubleNetworkTests.Values(new DoubleNetwork<Batch64>(5).Memory);
        Assert.All(expected.Zip(DoubleNetworkTests.Values(network.Memory)), pair => Assert.Equal(pair.First, pair.Second, 1e-12));
    }

    [Theory]
    [InlineData(null, null)]
    [InlineData(0.05, null)]
    [InlineData(null, 0.02)]
    public void AnyNumberOfWorkersGivesTheSameBits(double? clipNorm, double? clipValue)
    {
        Dataset data = Teacher(30);
        double[]? expected = null;
        foreach (int workers in (int[])[1, 2, 3, 5])
        {
            // Of batches that are put straight into the update, and of batches in parts.
            double[] actual = [];
            foreach (int batchSize in (int[])[4, 7])
            {
                var network = new DoubleNetwork<Batch4>(3);
                TrainingReport report = new Trainer<DoubleNetwork<Batch4>>(network)
                {
                    Optimizer = new AdamW(0.01),
                    Epochs = 3,
                    BatchSize = batchSize,
                    Workers = workers,
                    ClipNorm = clipNorm,
                    ClipValue = clipValue,
                }.Fit(data, data.Take(13));
                actual = [.. actual, .. DoubleNetworkTests.Values(network.Memory), .. report.Epochs.SelectMany(epoch => new double[] { epoch.Loss, epoch.ValidationLoss!.Value })];
            }

            expected ??= actual;
            Assert.Equal(expected, actual);
        }
    }

    [Fact]
    public void ClippingHoldsBackTheStep()
    {
        double[] start = DoubleNetworkTests.Values(new DoubleNetwork<Batch64>(3).Memory);
        Dataset data = Teacher(30);
        double[] free = Moved(null, null);
        double[] byNorm = Moved(0.01, null);
        double[] byValue = Moved(null, 0.01);
        double norm = Math.Sqrt(free.Sum(value => value * value));
        Assert.True(norm > 0.1);
        Assert.All(free.Zip(byNorm), pair => Assert.Equal(pair.First * (0.01 / (norm + 1e-6)), pair.Second, 1e-15));
        Assert.All(free.Zip(byValue), pair => Assert.Equal(Math.Clamp(pair.First, -0.01, 0.01), pair.Second, 1e-15));

        double[] Moved(double? clipNorm, double? clipValue)
        {
            var network = new DoubleNetwork<Batch64>(3);
            new Trainer<DoubleNetwork<Batch64>>(network) { Optimizer = new SGD(1), BatchSize = 30, ClipNorm = clipNorm, ClipValue = clipValue }.Fit(data);
            return [.. start.Zip(DoubleNetworkTests.Values(network.Memory), (before, after) => before - after)];
        }
    }

    [Fact]
    public void DataOfFloatsAreTheSameNumbersInDoubles()
    {
        float[] inputs = Samples.Numbers(60, 1);
        float[] targets = Samples.Numbers(40, 2);
        double[] ofFloats = Trained(Dataset.Of(inputs, targets, 20));
        Assert.Equal(ofFloats, Trained(Dataset.Of(Array.ConvertAll(inputs, value => (double)value), Array.ConvertAll(targets, value => (double)value), 20)));

        static double[] Trained(Dataset data)
        {
            var network = new DoubleNetwork<Batch4>(3);
            new Trainer<DoubleNetwork<Batch4>>(network) { Epochs = 2, BatchSize = 8 }.Fit(data, data);
            return DoubleNetworkTests.Values(network.Memory);
        }
    }

    [Fact]
    public void DataThatDoNotFitAreRefused()
    {
        var trainer = new Trainer<DoubleNetwork<Batch4>>(new DoubleNetwork<Batch4>());
        Assert.Contains("target 't': the network takes Float64, and the training data are Int32", Assert.Throws<ArgumentException>(() => trainer.Fit(new Dataset([DataTensor.Of(new double[6], 3)], [DataTensor.Of(new int[4], 2)]))).Message, StringComparison.Ordinal);
        Assert.Contains("a sample has 3 elements", Assert.Throws<ArgumentException>(() => trainer.Fit(Dataset.Of(new double[4], new double[4], 2))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AnOptimizerOfFloatsIsNoneOfDoubles()
    {
        var optimizer = new Adam();
        optimizer.Step(new float[48], new float[48]);
        (double[] inputs, double[] targets) = DoubleNetworkTests.Data(4);
        var network = new DoubleNetwork<Batch4>(1);
        double[] before = DoubleNetworkTests.Values(network.Memory);
        ArgumentException exception = Assert.Throws<ArgumentException>(() =>
        {
            StepArguments arguments = DoubleNetworkTests.Slots(inputs, targets);
            NetworkSteps.TrainStep(network, ref arguments, optimizer);
        });
        Assert.Contains("has state for parameters in Float32 and was given some in Float64", exception.Message, StringComparison.Ordinal);
        Assert.Equal(before, DoubleNetworkTests.Values(network.Memory));
    }

    /// <summary>Inputs, and what a network of another seed makes of them.</summary>
    internal static Dataset Teacher(int samples)
    {
        (double[] inputs, _) = DoubleNetworkTests.Data(samples);
        double[] targets = new double[samples * 2];
        StepArguments arguments = DoubleNetworkTests.Slots(inputs, new double[targets.Length]);
        arguments[2] = targets.AsSpan();
        NetworkSteps.Evaluate(new DoubleNetwork<Batch64>(5), ref arguments);
        return Dataset.Of(inputs, targets, samples);
    }

    private static string[] Kinds() => ["plain", "momentum", "Nesterov", "Adam", "Adam with decay", "AdamW"];

    private static Optimizer Make(string kind) => kind switch
    {
        "plain" => new SGD(0.1) { WeightDecay = 0.01 },
        "momentum" => new SGD(0.1) { Momentum = 0.9, Dampening = 0.1 },
        "Nesterov" => new SGD(0.1) { Momentum = 0.9, Nesterov = true },
        "Adam" => new Adam(0.01),
        "Adam with decay" => new Adam(0.01) { WeightDecay = 0.1 },
        _ => new AdamW(0.01),
    };
}
