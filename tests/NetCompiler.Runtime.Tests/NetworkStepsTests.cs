using System;
using System.Linq;
using NetCompiler.Runtime.Tests.Helpers;
using NetCompiler.Runtime.Tests.Networks;
using NetCompiler.Training;
using Xunit;

namespace NetCompiler.Runtime.Tests;

/// <summary>Steps by hand: chunks, weights, masks, checks.</summary>
public sealed class NetworkStepsTests
{
    [Fact]
    public void TheGradientIsTheSlopeOfTheObjective()
    {
        // Judges the hand-written network, on which the other tests stand; its dropout is held by seed and step.
        var network = new SmallNetwork<Batch64>(1);
        (float[] inputs, int[] labels) = Samples.Classes(13, 2);
        float[] gradients = new float[network.Memory.Parameters.Length];
        Call.Gradients(network, inputs, labels, gradients, out _);
        foreach (ParameterView parameter in network.Parameters)
        {
            for (int index = 0; index < parameter.Length; index += 3)
            {
                float value = parameter[index];
                parameter[index] = value + 0.01f;
                Call.Gradients(network, inputs, labels, new float[gradients.Length], out float above);
                parameter[index] = value - 0.01f;
                Call.Gradients(network, inputs, labels, new float[gradients.Length], out float below);
                parameter[index] = value;
                Assert.Equal((above - below) / 0.02f, gradients[parameter.Description.IndexOf(index)], 2e-4f);
            }
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(13)]
    [InlineData(16)]
    public void ChunksAddUpToTheWholeBatch(int samples)
    {
        var whole = new SmallNetwork<Batch64>(1);
        var chunks = new SmallNetwork<Batch4>(1);
        (float[] inputs, int[] labels) = Samples.Classes(samples, 2);
        float[] expected = new float[whole.Memory.Parameters.Length];
        float[] actual = new float[expected.Length];
        float expectedLoss = Call.Gradients(whole, inputs, labels, expected, out float expectedObjective, step: 5);
        float loss = Call.Gradients(chunks, inputs, labels, actual, out float objective, step: 5);
        Assert.Equal(expectedLoss, loss, 1e-6f);
        Assert.Equal(expectedObjective, objective, 1e-6f);
        Assert.True(objective > loss + 0.01f);
        Assert.All(Call.Dense(whole, expected).Zip(Call.Dense(chunks, actual)), pair => Assert.Equal(pair.First, pair.Second, 1e-6f));

        Assert.Equal(Call.Evaluate(whole, inputs, labels, out expectedObjective), Call.Evaluate(chunks, inputs, labels, out objective), 1e-6f);
        Assert.Equal(expectedObjective, objective, 1e-6f);
    }

    [Fact]
    public void OutputsOfEveryChunkArriveAndUnwantedOnesDoNotMatter()
    {
        var whole = new SmallNetwork<Batch64>(1);
        var chunks = new SmallNetwork<Batch4>(1);
        (float[] inputs, int[] labels) = Samples.Classes(10, 2);
        float[] expected = Outputs(whole, inputs, labels);
        Assert.Equal(expected, Outputs(chunks, inputs, labels));
        Assert.DoesNotContain(0, expected);
    }

    [Fact]
    public void MasksFollowSeedAndStep()
    {
        var network = new SmallNetwork<Batch64>(1);
        (float[] inputs, int[] labels) = Samples.Classes(10, 2);
        float[] gradients = new float[network.Memory.Parameters.Length];
        float loss = Call.Gradients(network, inputs, labels, gradients, out _, step: 1);
        Assert.Equal(loss, Call.Gradients(network, inputs, labels, gradients, out _, step: 1));
        Assert.NotEqual(loss, Call.Gradients(network, inputs, labels, gradients, out _, step: 2));

        // The network's own seed is used where none is given, and its copy has the same.
        Assert.Equal(loss, Call.Gradients(SmallNetwork<Batch64>.Create(network.Memory.Clone()), inputs, labels, gradients, out _, step: 1));
        var other = new SmallNetwork<Batch64>(2);
        using (ParameterEdit edit = other.Memory.Edit())
        {
            network.Memory.Parameters.CopyTo(edit.Parameters);
        }

        Assert.NotEqual(loss, Call.Gradients(other, inputs, labels, gradients, out _, step: 1));
    }

    [Fact]
    public void AStepIsTheGradientAndTheOptimizer()
    {
        var network = new SmallNetwork<Batch4>(1);
        var byHand = new SmallNetwork<Batch4>(1);
        var optimizer = new SGD(0.1f) { Momentum = 0.9f };
        var other = new SGD(0.1f) { Momentum = 0.9f };
        (float[] inputs, int[] labels) = Samples.Classes(6, 2);
        float[] gradients = new float[network.Memory.Parameters.Length];
        for (int step = 0; step < 3; step++)
        {
            int version = network.Memory.Version;
            float loss = Call.TrainStep(network, inputs, labels, optimizer);
            Assert.True(network.Memory.Version > version);
            Assert.Equal(loss, Call.Gradients(byHand, inputs, labels, gradients, out _, step));
            using ParameterEdit edit = byHand.Memory.Edit();
            other.Step(edit.Parameters, gradients);
        }

        Assert.Equal(Call.Parameters(byHand), Call.Parameters(network));
        Assert.All(Call.Parameters(network), value => Assert.True(float.IsFinite(value)));
    }

    [Fact]
    public void TrainingByHandLearns()
    {
        var network = new SmallNetwork<Batch64>(1);
        (float[] inputs, int[] labels) = Samples.Classes(64, 2);
        float before = Call.Evaluate(network, inputs, labels, out _);
        var optimizer = new Adam(0.02f);
        for (int step = 0; step < 200; step++)
        {
            Call.TrainStep(network, inputs, labels, optimizer);
        }

        Assert.True(Call.Evaluate(network, inputs, labels, out _) < before / 3);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    public void TheHessianVectorProductAddsUpOverChunks(int samples)
    {
        var network = new LinearRegression<Batch4>(1);
        float[] inputs = Samples.Numbers(samples * 3, 4);
        float[] direction = new float[32];
        float[] product = new float[32];
        network.Parameters["0.weight"].Scatter([1, -2, 3], direction);
        network.Parameters["0.bias"].Scatter([0.5f], direction);
        StepArguments arguments = default;
        arguments[0] = inputs.AsSpan();
        arguments[1] = new float[samples].AsSpan();
        NetworkSteps.HessianVector(network, ref arguments, direction, product);

        // 2 / n times the sum of (x, 1) (x, 1)' v, in double.
        double[] expected = new double[4];
        for (int sample = 0; sample < samples; sample++)
        {
            double[] extended = [inputs[3 * sample], inputs[(3 * sample) + 1], inputs[(3 * sample) + 2], 1];
            double dot = extended[0] - (2 * extended[1]) + (3 * extended[2]) + 0.5;
            for (int index = 0; index < 4; index++)
            {
                expected[index] += 2 * dot * extended[index] / samples;
            }
        }

        float[] actual = Call.Dense(network, product);
        for (int index = 0; index < 4; index++)
        {
            Assert.Equal(expected[index], actual[index], 1e-5);
        }

        Assert.Throws<ArgumentException>(() => Overlapping(network, inputs, direction));
    }

    [Fact]
    public void TheJacobianIsTheSlopeOfTheOutput()
    {
        var network = new SmallNetwork<Batch4>(1);
        float[] input = Samples.Numbers(5, 3);
        float[] jacobian = new float[15];
        StepArguments arguments = default;
        arguments[0] = input.AsSpan();
        NetworkSteps.Jacobian(network, ref arguments, jacobian);
        for (int index = 0; index < 5; index++)
        {
            float[] above = [.. input];
            float[] below = [.. input];
            above[index] += 0.01f;
            below[index] -= 0.01f;
            float[] high = Outputs(network, above, [0]);
            float[] low = Outputs(network, below, [0]);
            for (int output = 0; output < 3; output++)
            {
                Assert.Equal((high[output] - low[output]) / 0.02f, jacobian[(output * 5) + index], 1e-3f);
            }
        }
    }

    [Theory]
    [InlineData(2)]
    [InlineData(9)]
    public void TheInputGradientIsTheSlopeOfTheLoss(int samples)
    {
        var network = new SmallNetwork<Batch4>(1);
        (float[] inputs, int[] labels) = Samples.Classes(samples, 3);
        float[] gradient = new float[inputs.Length];
        StepArguments arguments = default;
        arguments[0] = inputs.AsSpan();
        arguments[1] = (ReadOnlySpan<int>)labels;
        arguments[3] = gradient.AsSpan();
        float loss = NetworkSteps.InputGradient(network, ref arguments);
        Assert.Equal(Call.Evaluate(network, inputs, labels, out _), loss, 1e-6f);
        for (int index = 0; index < inputs.Length; index++)
        {
            float value = inputs[index];
            inputs[index] = value + 0.02f;
            float above = Call.Evaluate(network, inputs, labels, out _);
            inputs[index] = value - 0.02f;
            float below = Call.Evaluate(network, inputs, labels, out _);
            inputs[index] = value;
            Assert.Equal((above - below) / 0.04f, gradient[index], 1e-3f);
        }
    }

    [Fact]
    public void StatisticsOverTheBatchAreUpdatedOnceAndRefuseChunks()
    {
        var network = new StatefulNetwork();
        float[] output = new float[1];
        network.Memory.Prepared<StatefulNetwork>();
        int version = network.Memory.Version;
        Call.TrainStep(network, [1f, 3], [0f, 0], new SGD(0));
        Assert.Equal((0.9f * 0.5f) + (0.1f * 2), network.Parameters["0.running_mean"][0], 1e-6f);
        Assert.True(network.Memory.Version > version);
        Assert.Equal(2 * network.Parameters["0.running_mean"][0], network.Memory.Prepared<StatefulNetwork>()[0], 1e-6f);
        Call.TrainStep(network, new float[4], new float[4], new SGD(0));
        ArgumentException exception = Assert.Throws<ArgumentException>(() => Call.TrainStep(network, new float[5], new float[5], new SGD(0)));
        Assert.Contains("'Tests.StatefulNetwork' takes statistics over the batch ('0.running_mean')", exception.Message);
        Assert.Contains("[Network(Batch = 5)]", exception.Message);
    }

    [Fact]
    public void WrongArgumentsAreRefusedByName()
    {
        var network = new SmallNetwork<Batch4>();
        float[] gradients = new float[network.Memory.Parameters.Length];
        Refused("'input': 7 elements", () => Call.Gradients(network, new float[7], [0], gradients, out _));
        Refused("'input': 0 elements", () => Call.Gradients(network, [], [], gradients, out _));
        Refused("target 'target': 1 elements where 2 samples of 1 need 2", () => Call.Gradients(network, new float[10], [0], gradients, out _));
        Refused("target 'target': 3 at 1 is not a class from 0 to 2", () => Call.Gradients(network, new float[10], [0, 3], gradients, out _));
        Refused("target 'target': -1 at 0", () => Call.Evaluate(network, new float[5], [-1], out _));
        Refused("gradients has 16 elements where 528 are needed", () => Call.Gradients(network, new float[5], [0], new float[16], out _));
        Refused("elements of Float32 where the network takes Int32", () => Call.TrainStep(network, new float[5], new float[1], new SGD(0.1f)));
        Refused("'output', which is written, overlaps that of 'input'", () => WithOutput(network, new float[15], overlap: true));
        Refused("output 'output': 2 elements", () => WithOutput(network, new float[2], overlap: false));

        float[] shared = new float[gradients.Length];
        Refused("'gradients', which is written, overlaps that of 'input'", () => Call.Gradients(network, shared.AsSpan(0, 5), [0], shared, out _));
        Assert.Throws<ArgumentNullException>(() => Call.TrainStep(network, new float[5], [0], null!));
    }

    private static void Refused(string message, Action action)
    {
        ArgumentException exception = Assert.Throws<ArgumentException>(action);
        Assert.Contains("'Tests.SmallNetwork'", exception.Message);
        Assert.Contains(message, exception.Message);
    }

    private static float[] Outputs<T>(T network, float[] inputs, int[] labels)
        where T : class, ITrainableNetwork<T>
    {
        float[] outputs = new float[labels.Length * 3];
        StepArguments arguments = default;
        arguments[0] = inputs.AsSpan();
        arguments[1] = (ReadOnlySpan<int>)labels;
        arguments[2] = outputs.AsSpan();
        NetworkSteps.Evaluate(network, ref arguments);
        return outputs;
    }

    private static void WithOutput(SmallNetwork<Batch4> network, float[] buffer, bool overlap)
    {
        StepArguments arguments = default;
        arguments[0] = overlap ? buffer.AsSpan(2, 5) : new float[5];
        arguments[1] = (ReadOnlySpan<int>)new int[1];
        arguments[2] = overlap ? buffer.AsSpan(0, 3) : buffer;
        NetworkSteps.Evaluate(network, ref arguments);
    }

    private static void Overlapping(LinearRegression<Batch4> network, float[] inputs, float[] direction)
    {
        StepArguments arguments = default;
        arguments[0] = inputs.AsSpan();
        arguments[1] = new float[inputs.Length / 3].AsSpan();
        NetworkSteps.HessianVector(network, ref arguments, direction, direction);
    }
}
