using System;
using System.Collections.Generic;
using System.Linq;
using NetCompiler.Data;
using NetCompiler.Runtime.Tests.Helpers;
using NetCompiler.Runtime.Tests.Networks;
using NetCompiler.Training;
using Xunit;

namespace NetCompiler.Runtime.Tests;

/// <summary>Which parameters a step changes, and how: groups with settings of their own, frozen ones, norms that hold, and gradients of several batches.</summary>
public sealed class TrainedPartTests
{
    private static readonly float[] Input = [1, 2, 3, -1, 0.5f, 2, 0, 1, -2, 1, 1, 1];
    private static readonly float[] Target = [1, -1, 2, 0.5f];

    [Fact]
    public void GroupsHaveRatesAndDecaysOfTheirOwn()
    {
        var network = new LinearRegression<Batch4>(3);
        var optimizer = new SGD(0.1) { WeightDecay = 0.5, Groups = [new ParameterGroup("*.bias") { LearningRateFactor = 0.25, WeightDecay = 0 }, new ParameterGroup("*") { LearningRateFactor = 2 }] };
        network.Parameters["0.bias"].CopyFrom([0.75f]);
        float[] before = Values(network);
        float[] gradients = Gradients(network);
        Call.TrainStep(network, Input, Target, optimizer);
        float[] after = Values(network);
        for (int index = 0; index < 3; index++)
        {
            Assert.Equal(before[index] - (0.2f * (gradients[index] + (0.5f * before[index]))), after[index], 1e-6f);
        }

        Assert.Equal(before[3] - (0.025f * gradients[3]), after[3], 1e-6f);

        // One group with the optimizer's own settings makes the steps of no group, bit for bit.
        var plain = new LinearRegression<Batch4>(4);
        var grouped = new LinearRegression<Batch4>(4);
        var one = new AdamW(0.1);
        var other = new AdamW(0.1) { Groups = [new ParameterGroup("0.weight")] };
        for (int step = 0; step < 5; step++)
        {
            Call.TrainStep(plain, Input, Target, one);
            Call.TrainStep(grouped, Input, Target, other);
        }

        Assert.Equal(Values(plain), Values(grouped));
    }

    [Fact]
    public void PatternsThatFitNothingAndSpansWithoutNamesAreRefused()
    {
        var network = new LinearRegression<Batch4>();
        var optimizer = new Adam { Groups = [new ParameterGroup("encoder.*")] };
        string message = Assert.Throws<ArgumentException>(() => Call.TrainStep(network, Input, Target, optimizer)).Message;
        Assert.Contains("no parameter whose name fits 'encoder.*'", message);
        Assert.Contains("'0.weight', '0.bias'", message);
        Assert.Contains("Step(network, gradients)", Assert.Throws<InvalidOperationException>(() => optimizer.Step(new float[32], new float[32])).Message);
        Assert.Throws<ArgumentException>(() => network.Parameters.Freeze("nothing"));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ParameterGroup("*") { LearningRateFactor = -1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new ParameterGroup("*") { WeightDecay = double.NaN });
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void FrozenParametersKeepTheirBits(int workers)
    {
        RuleOptimizer[] optimizers = [new SGD(0.1) { WeightDecay = 0.1 }, new AdamW(0.1) { WeightDecay = 0.5 }, new Lion(0.1) { WeightDecay = 0.5 }, new Lamb(0.1) { WeightDecay = 0.5 }, new Rprop()];
        foreach (RuleOptimizer optimizer in optimizers)
        {
            var network = new LinearRegression<Batch4>(5);
            network.Parameters["0.bias"].CopyFrom([0.3f]);
            float[] before = Values(network);
            network.Parameters.Freeze("*.weight");
            Assert.True(network.Parameters["0.weight"].IsFrozen);
            Assert.False(network.Parameters["0.bias"].IsFrozen);
            new Trainer<LinearRegression<Batch4>>(network) { Optimizer = optimizer, BatchSize = 4, Epochs = 3, Workers = workers }.Fit(Data(12));
            Call.TrainStep(network, Input, Target, optimizer);
            float[] after = Values(network);
            Assert.Equal(before[..3], after[..3]);
            Assert.NotEqual(before[3], after[3]);
            network.Parameters.Unfreeze("*");
            Call.TrainStep(network, Input, Target, optimizer);
            Assert.NotEqual(before[0], Values(network)[0]);
        }
    }

    [Fact]
    public void FrozenParametersAreInNoNormOfGradients()
    {
        var network = new LinearRegression<Batch4>(6);
        float[] buffer = new float[32];
        Compute(network, buffer);
        float bias = Math.Abs(buffer[network.Parameters["0.bias"].Description.IndexOf(0)]);
        network.Parameters.Freeze("0.weight");
        Assert.Equal(bias, new GradientClipping(network.Parameters, 100).Clip(buffer), 1e-6f);
    }

    [Fact]
    public void StepsByHandKnowWhatIsFrozen()
    {
        var network = new LinearRegression<Batch4>(7);
        float[] before = Values(network);
        network.Parameters.Freeze("0.bias");
        float[] gradients = new float[32];
        gradients.AsSpan().Fill(1);
        new SGD(0.5).Step(network, gradients);
        Assert.Equal([before[0] - 0.5f, before[1] - 0.5f, before[2] - 0.5f, before[3]], Values(network));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void GradientsOfSeveralBatchesMakeTheStepOfOneLargeOne(int workers)
    {
        Func<RuleOptimizer>[] makers = [() => new Adam(0.05), () => new Lamb(0.05), () => new SGD(0.02) { Momentum = 0.9 }];
        foreach (Func<RuleOptimizer> make in makers)
        {
            var large = new LinearRegression<Batch4>(8);
            var several = new LinearRegression<Batch4>(8);
            TrainingReport one = new Trainer<LinearRegression<Batch4>>(large) { Optimizer = make(), BatchSize = 12, Epochs = 2, Seed = 1, ClipNorm = 2f }.Fit(Data(42));
            TrainingReport other = new Trainer<LinearRegression<Batch4>>(several) { Optimizer = make(), BatchSize = 4, AccumulateSteps = 3, Epochs = 2, Seed = 1, ClipNorm = 2f, Workers = workers }.Fit(Data(42));
            Assert.Equal(8, one.Steps);
            Assert.Equal(one.Steps, other.Steps);
            Assert.Equal(Values(large), Values(several));
            Assert.Equal(one.Epochs[1].Loss, other.Epochs[1].Loss);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void NormsHoldAfterEachUpdateForEachOutput(int workers)
    {
        // Panels of 16 outputs, of which the last has 4, and rows.
        ParameterDescription[] tensors =
        [
            new("panels", [20, 3], 0, 96, ParameterLayout.Panels(20, 3, 16), new Initialization(InitializationKind.Constant, 0, 0)) { MaxNorm = 1.5 },
            new("rows", [4, 2, 3], 96, 128, ParameterLayout.Rows([4, 2, 3], 16), new Initialization(InitializationKind.Constant, 0, 0)) { MaxNorm = 0.25 },
            new("free", [3], 224, 16, ParameterLayout.Rows([3], 16), new Initialization(InitializationKind.Constant, 0, 0)),
        ];
        var memory = new NetworkMemory(Descriptions.Of(tensors));
        Assert.False(memory.Constraints.IsEmpty);
        float[] values = [.. Enumerable.Range(0, 240).Select(index => 2 * MathF.Sin(index * index))];
        float[] expected = [.. values];
        int scaled = 0;
        foreach (ParameterDescription tensor in tensors[..2])
        {
            int others = tensor.Length / tensor.Shape[0];
            for (int unit = 0; unit < tensor.Shape[0]; unit++)
            {
                int[] places = [.. Enumerable.Range(0, others).Select(other => tensor.IndexOf((unit * others) + other))];
                double norm = Math.Sqrt(places.Sum(place => (double)values[place] * values[place]));
                if (norm > tensor.MaxNorm)
                {
                    scaled++;
                    Array.ForEach(places, place => expected[place] = (float)(values[place] * tensor.MaxNorm / (1e-7 + norm)));
                }
            }
        }

        for (int worker = 0; worker < workers; worker++)
        {
            memory.Constraints.Apply<float>(values, worker, workers);
        }

        Assert.InRange(scaled, 5, 23);
        foreach (ParameterDescription tensor in tensors)
        {
            Assert.All(Enumerable.Range(0, tensor.Length), index => Assert.Equal(expected[tensor.IndexOf(index)], values[tensor.IndexOf(index)], 1e-6f));
        }

        memory.SetFrozen("panels", isFrozen: true);
        memory.SetFrozen("rows", isFrozen: true);
        Assert.True(memory.Constraints.IsEmpty);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void NormsHoldForOutputsOfTheSecondAxisWhichHaveTheInputsOfTheirGroup(int workers)
    {
        // Panels of 4 inputs, which no group begins with; rows; and 32 outputs side by side.
        var sideBySide = new ParameterLayout([new LayoutDigit(1, 1, 32, 1), new LayoutDigit(0, 1, 4, 32), new LayoutDigit(2, 1, 3, 128)]);
        ParameterDescription[] tensors =
        [
            new("kernels", [6, 5, 2, 2], 0, 160, ParameterLayout.Kernels([6, 5, 2, 2], 4), new Initialization(InitializationKind.Constant, 0, 0)) { MaxNorm = 3.9, MaxNormAxis = 1, MaxNormGroups = 3 },
            new("rows", [4, 17, 3], 160, 1088, ParameterLayout.Rows([4, 17, 3], 16), new Initialization(InitializationKind.Constant, 0, 0)) { MaxNorm = 4.9, MaxNormAxis = 1 },
            new("columns", [4, 32, 3], 1248, 384, sideBySide, new Initialization(InitializationKind.Constant, 0, 0)) { MaxNorm = 3.4, MaxNormAxis = 1, MaxNormGroups = 2 },
        ];
        var memory = new NetworkMemory(Descriptions.Of(tensors));
        double[] values = [.. Enumerable.Range(0, 1632).Select(index => 2 * Math.Sin(index * index))];
        double[] expected = [.. values];
        foreach (ParameterDescription tensor in tensors)
        {
            int inputs = tensor.Shape[0] / tensor.MaxNormGroups;
            int kernel = tensor.Shape.Skip(2).Aggregate(1, (product, extent) => product * extent);
            int scaled = 0;
            for (int group = 0; group < tensor.MaxNormGroups; group++)
            {
                for (int output = 0; output < tensor.Shape[1]; output++)
                {
                    var places = new List<int>();
                    for (int input = group * inputs; input < (group + 1) * inputs; input++)
                    {
                        for (int position = 0; position < kernel; position++)
                        {
                            places.Add(tensor.IndexOf((((input * tensor.Shape[1]) + output) * kernel) + position));
                        }
                    }

                    double norm = Math.Sqrt(places.Sum(place => values[place] * values[place]));
                    if (norm > tensor.MaxNorm)
                    {
                        scaled++;
                        places.ForEach(place => expected[place] = values[place] * tensor.MaxNorm / (1e-7 + norm));
                    }
                }
            }

            Assert.InRange(scaled, 1, (tensor.MaxNormGroups * tensor.Shape[1]) - 1);
        }

        for (int worker = 0; worker < workers; worker++)
        {
            memory.Constraints.Apply<double>(values, worker, workers);
        }

        // Padding too, which nothing may change.
        Assert.All(Enumerable.Range(0, values.Length), index => Assert.Equal(expected[index], values[index], 1e-12));
    }

    private static float[] Values(LinearRegression<Batch4> network) => Call.Parameters(network);

    private static void Compute(LinearRegression<Batch4> network, Span<float> gradients)
    {
        StepArguments arguments = default;
        arguments[0] = (ReadOnlySpan<float>)Input;
        arguments[1] = (ReadOnlySpan<float>)Target;
        NetworkSteps.Gradients(network, ref arguments, gradients);
    }

    private static float[] Gradients(LinearRegression<Batch4> network)
    {
        float[] buffer = new float[32];
        Compute(network, buffer);
        return Call.Dense(network, buffer);
    }

    private static Dataset Data(int count) => Dataset.Of(
        Enumerable.Range(0, count * LinearRegression<Batch4>.Inputs).Select(value => MathF.Sin(value)).ToArray(),
        Enumerable.Range(0, count).Select(value => MathF.Cos(value)).ToArray(),
        count);
}
