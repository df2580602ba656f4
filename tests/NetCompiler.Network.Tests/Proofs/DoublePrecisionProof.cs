using System;
using System.IO;
using System.Linq;
using System.Threading;
using NetCompiler.Data;
using NetCompiler.Network.Tests.Fixtures;
using NetCompiler.Network.Tests.Networks;
using NetCompiler.Training;
using Xunit;

namespace NetCompiler.Network.Tests.Proofs;

/// <summary>
/// Networks of doubles through their public members, from the compiled code to files: trainings by every optimizer against PyTorch in double, and what holds for networks
/// of floats. The fixture has sums of some hundred products of numbers around 1, ten steps of them: an error of 1e-12 is far below what a float anywhere would leave, 1e-8 at best.
/// </summary>
public sealed class DoublePrecisionProof
{
    private const double Rounding = 1e-12;

    private static readonly DoubleFixture s_regression = DoubleFixture.Load(nameof(DoubleRegression));
    private static readonly DoubleFixture s_images = DoubleFixture.Load(nameof(DoubleImages));
    private static readonly DoubleFixture s_sequence = DoubleFixture.Load(nameof(DoubleSequence));

    /// <summary>Every optimizer that PyTorch has too.</summary>
    public static TheoryData<string> Optimizers => [.. s_regression.Training.Keys];

    [Theory]
    [MemberData(nameof(Optimizers))]
    public void Ten_losses_of_every_optimizer_are_those_of_PyTorch(string optimizer)
    {
        DoubleRegression regression = Regression();
        Optimizer one = Make(optimizer);
        Check(regression, s_regression, optimizer, () => regression.TrainStep(s_regression.Input, s_regression.Target, one));

        DoubleImages images = Started(new DoubleImages(), s_images);
        Optimizer two = Make(optimizer);
        int[] labels = s_images.Labels;
        Check(images, s_images, optimizer, () => images.TrainStep(s_images.Input, labels, two));

        DoubleSequence sequence = Started(new DoubleSequence(), s_sequence);
        Optimizer three = Make(optimizer);
        Check(sequence, s_sequence, optimizer, () => sequence.TrainStep(s_sequence.Input, s_sequence.Target, three));
    }

    [Theory]
    [InlineData("SGD, clipped norm", 0.3, null, 1)]
    [InlineData("SGD, clipped norm", 0.3, null, 2)]
    [InlineData("SGD, clipped values", null, 0.07, 1)]
    public void Ten_losses_with_clipped_gradients_are_those_of_PyTorch(string name, double? clipNorm, double? clipValue, int workers)
    {
        Check(Regression(), s_regression, Dataset.Of(s_regression.Input, s_regression.Target, 20));
        Check(Started(new DoubleImages(), s_images), s_images, Dataset.Of(s_images.Input, s_images.Labels));
        Check(Started(new DoubleSequence(), s_sequence), s_sequence, Dataset.Of(s_sequence.Input, s_sequence.Target, 9));

        void Check<T>(T network, DoubleFixture fixture, Dataset data)
            where T : class, ITrainableNetwork<T>
        {
            (double[] losses, double magnitude) = fixture.Clipped[name];
            TrainingReport report = new Trainer<T>(network)
            {
                Optimizer = new SGD(0.5), Epochs = 10, BatchSize = data.Count, Shuffle = false, ClipNorm = clipNorm, ClipValue = clipValue, Workers = workers,
            }.Fit(data, cancellation: TestContext.Current.CancellationToken);
            Equal(losses, [.. report.Epochs.Select(epoch => epoch.Loss)]);
            Assert.Equal(magnitude, Values(network).Sum(Math.Abs), Rounding * magnitude);
        }
    }

    [Fact]
    public void Inference_is_that_of_PyTorch()
    {
        DoubleRegression regression = Regression();
        Assert.Equal(s_regression.Evaluation, regression.Evaluate(s_regression.Input, s_regression.Target), Rounding);
        for (int row = 0; row < 20; row++)
        {
            double[] output = new double[3];
            regression.Forward(s_regression.Input.AsSpan(row * 6, 6), output);
            Equal(s_regression.Output[(row * 3)..((row * 3) + 3)], output);
        }

        DoubleImages images = Started(new DoubleImages(), s_images);
        double[] scores = new double[60];
        images.Forward(s_images.Input, 12, scores);
        Equal(s_images.Output, scores);
        Assert.Equal(s_images.Evaluation, images.Evaluate(s_images.Input, s_images.Labels), Rounding);

        DoubleSequence sequence = Started(new DoubleSequence(), s_sequence);
        double[] numbers = new double[18];
        sequence.Forward(s_sequence.Input, 9, numbers);
        Equal(s_sequence.Output, numbers);
    }

    [Fact]
    public void A_trainer_takes_the_steps_that_are_taken_by_hand_with_any_number_of_workers()
    {
        DoubleRegression byHand = Regression();
        Optimizer optimizer = Make("Adam");
        for (int step = 0; step < 5; step++)
        {
            byHand.TrainStep(s_regression.Input, s_regression.Target, optimizer);
        }

        Dataset data = Dataset.Of(s_regression.Input, s_regression.Target, 20);
        foreach (int workers in (int[])[1, 2, 3])
        {
            DoubleRegression network = Regression();
            new Trainer<DoubleRegression>(network) { Optimizer = Make("Adam"), Epochs = 5, BatchSize = 20, Shuffle = false, Workers = workers }.Fit(data, data, TestContext.Current.CancellationToken);
            Assert.Equal(Values(byHand), Values(network));
        }

        double[]? expected = null;
        Dataset pictures = Dataset.Of(s_images.Input, s_images.Labels);
        foreach (int workers in (int[])[1, 2, 3, 4])
        {
            DoubleImages network = Started(new DoubleImages(), s_images);
            new Trainer<DoubleImages>(network) { Optimizer = Make("SGD, momentum"), Epochs = 4, BatchSize = 6, Workers = workers }.Fit(pictures, pictures, TestContext.Current.CancellationToken);
            expected ??= Values(network);
            Assert.Equal(expected, Values(network));
            Assert.Equal(8, network.Parameters["1.num_batches_tracked"].GetDouble(0));
        }
    }

    [Fact]
    public void Derivatives_are_the_slopes_of_the_compiled_objective()
    {
        DoubleRegression network = Regression();
        double[] gradients = new double[DoubleRegression.Description.ParameterLength];
        double[] direction = new double[gradients.Length];
        double[] product = new double[gradients.Length];
        var random = new Random(1);
        foreach (ParameterView parameter in network.Parameters)
        {
            parameter.Scatter([.. Enumerable.Range(0, parameter.Length).Select(_ => random.NextDouble() - 0.5)], direction);
        }

        double loss = network.Gradients(s_regression.Input, s_regression.Target, gradients);
        Assert.Equal(loss, network.HessianVector(s_regression.Input, s_regression.Target, direction, product), Rounding);
        const double Step = 1e-5;
        (double above, double[] gradientsAbove) = Moved(Step);
        (double below, double[] gradientsBelow) = Moved(-Step);
        double slope = Dot(network, gradients, direction);
        Assert.Equal((above - below) / (2 * Step), slope, 1e-8 * Math.Abs(slope));
        Assert.All(network.Parameters, parameter =>
        {
            double[] difference = new double[parameter.Length];
            double[] other = new double[parameter.Length];
            double[] expected = new double[parameter.Length];
            parameter.Gather(gradientsAbove, difference);
            parameter.Gather(gradientsBelow, other);
            parameter.Gather(product, expected);
            Assert.All(expected.Select((value, index) => (value, (difference[index] - other[index]) / (2 * Step))), pair => Assert.Equal(pair.Item2, pair.value, 1e-8));
        });

        double[] inputGradient = new double[s_regression.Input.Length];
        network.InputGradient(s_regression.Input, s_regression.Target, inputGradient);
        double[] jacobian = new double[18];
        network.Jacobian(s_regression.Input.AsSpan(0, 6), jacobian);
        double[] output = new double[3];
        for (int input = 0; input < 6; input++)
        {
            double[] moved = [.. s_regression.Input];
            moved[input] += Step;
            double up = network.Evaluate(moved, s_regression.Target);
            network.Forward(moved.AsSpan(0, 6), output);
            double[] outputUp = [.. output];
            moved[input] -= 2 * Step;
            double down = network.Evaluate(moved, s_regression.Target);
            network.Forward(moved.AsSpan(0, 6), output);
            Assert.Equal((up - down) / (2 * Step), inputGradient[input], 1e-9);
            Assert.All(output.Select((value, index) => (outputUp[index] - value) / (2 * Step)).Select((value, index) => (value, jacobian[(index * 6) + input])), pair => Assert.Equal(pair.value, pair.Item2, 1e-8));
        }

        (double Loss, double[] Gradients) Moved(double step)
        {
            DoubleRegression moved = Regression();
            using (ParameterEdit edit = Memory(moved).Edit())
            {
                for (int index = 0; index < direction.Length; index++)
                {
                    edit.DoubleParameters[index] += step * direction[index];
                }
            }

            double[] result = new double[direction.Length];
            return (moved.Gradients(s_regression.Input, s_regression.Target, result), result);
        }
    }

    [Fact]
    public void A_file_gives_back_every_bit_and_the_trained_network_its_outputs()
    {
        DoubleImages network = Started(new DoubleImages(), s_images);
        var optimizer = new Adam(0.01);
        int[] labels = s_images.Labels;
        for (int step = 0; step < 3; step++)
        {
            network.TrainStep(s_images.Input, labels, optimizer);
        }

        string path = Path.Combine(Directory.CreateTempSubdirectory("netcompiler-").FullName, "images.safetensors");
        network.Save(path);
        DoubleImages loaded = DoubleImages.Load(path);
        Assert.Equal(Values(network), Values(loaded));
        Assert.Equal(network.Parameters.States.SelectMany(state => state.ToDoubleArray()), loaded.Parameters.States.SelectMany(state => state.ToDoubleArray()));
        double[] expected = new double[60];
        double[] actual = new double[60];
        network.Forward(s_images.Input, 12, expected);
        loaded.Forward(s_images.Input, 12, actual);
        Assert.Equal(expected, actual);
        File.Delete(path);
        Directory.Delete(Path.GetDirectoryName(path)!);
    }

    [Fact]
    public void Sessions_and_records_of_a_network_compute_what_it_computes()
    {
        DoubleRegression network = Regression();
        double[] expected = new double[24];
        double[] actual = new double[24];
        network.Forward(s_regression.Input.AsSpan(0, 48), 8, expected);
        using DoubleRegression.Session session = network.CreateSession();
        session.Forward(s_regression.Input.AsSpan(0, 48), 8, actual);
        Assert.Equal(expected, actual);
        network.Parameters["0.bias"].SetDouble(3, 2);
        network.Forward(s_regression.Input.AsSpan(0, 48), 8, expected);
        session.Forward(s_regression.Input.AsSpan(0, 48), 8, actual);
        Assert.Equal(expected, actual);
        session.Dispose();
        Assert.Throws<ObjectDisposedException>(() => session.Forward(s_regression.Input.AsSpan(0, 6), new double[3]));
    }

    [Fact]
    public void Sessions_on_several_threads_give_the_bits_of_one()
    {
        double[] expected = new double[60];
        Started(new DoubleImages(), s_images).Forward(s_images.Input, 12, expected);

        // Nothing is prepared yet: the first session to ask does it, and the others wait.
        DoubleImages network = Started(new DoubleImages(), s_images);
        double[][] actual = [.. Enumerable.Range(0, 4).Select(_ => new double[60])];
        Thread[] threads = [.. actual.Select(output => new Thread(() =>
        {
            using DoubleImages.Session session = network.CreateSession();
            for (int run = 0; run < 50; run++)
            {
                Array.Clear(output);
                session.Forward(s_images.Input, 12, output);
            }
        }))];
        foreach (Thread thread in threads)
        {
            thread.Start();
        }

        foreach (Thread thread in threads)
        {
            thread.Join();
        }

        Assert.All(actual, output => Assert.Equal(expected, output));
    }

    [Fact]
    public void Steps_of_a_stream_are_the_steps_of_the_sequence()
    {
        var network = new DoubleStream(seed: 4);
        double[] input = s_sequence.Input[..15];
        double[] whole = new double[10];
        network.Forward(input, whole);
        double[] steps = new double[10];
        for (int step = 0; step < 5; step++)
        {
            network.Step(input.AsSpan(step * 3, 3), steps.AsSpan(step * 2, 2));
        }

        Equal(whole, steps);
        double[] state = new double[DoubleStream.StateLength];
        network.SaveState(state);
        network.ResetState();
        double[] block = new double[10];
        network.StepBlock(input, 5, block);
        Assert.Equal(steps, block);
        network.LoadState(state);
        using DoubleStream.Session session = network.CreateSession();
        session.LoadState(state);
        network.Step(input.AsSpan(0, 3), steps.AsSpan(0, 2));
        session.Step(input.AsSpan(0, 3), block.AsSpan(0, 2));
        Assert.Equal(steps[..2], block[..2]);
        Assert.NotEqual(whole[..2], block[..2]);

        // Fewer steps than the compiled ones.
        double[] two = new double[4];
        network.Forward(input.AsSpan(0, 6), 1, 2, two);
        Equal(whole[..4], two);
    }

    [Fact]
    public void Misuse_is_refused_with_the_names_and_numbers()
    {
        DoubleRegression network = Regression();
        double[] output = new double[24];
        Assert.Throws<ArgumentException>(() => network.Forward(new double[5], output.AsSpan(0, 3)));
        Assert.Throws<ArgumentException>(() => network.Forward(new double[6], new double[2]));
        Assert.Throws<ArgumentOutOfRangeException>(() => network.Forward(new double[54], 9, new double[27]));
        Assert.Contains("overlap", Assert.Throws<ArgumentException>(() => network.Forward(output.AsSpan(0, 6), output.AsSpan(4, 3))).Message, StringComparison.Ordinal);
        Assert.Contains("target 'target': 3 elements where 2 samples of 3 need 6", Assert.Throws<ArgumentException>(() => network.Evaluate(new double[12], new double[3])).Message, StringComparison.Ordinal);
        Assert.Contains("gradients has 16 elements where", Assert.Throws<ArgumentException>(() => network.Gradients(new double[6], new double[3], new double[16])).Message, StringComparison.Ordinal);
        var images = new DoubleImages();
        Assert.Contains("5 at 1 is not a class from 0 to 4", Assert.Throws<ArgumentException>(() => images.Evaluate(new double[144], [0, 5])).Message, StringComparison.Ordinal);

        double[] nan = [double.NaN, 0, 0, 0, 0, 0];
        network.Forward(nan, output.AsSpan(0, 3));
        Assert.All(output.Take(3), value => Assert.True(double.IsNaN(value)));
        var optimizer = new Adam();
        optimizer.Step(new float[16], new float[16]);
        Assert.Throws<ArgumentException>(() => network.TrainStep(new double[6], new double[3], optimizer));
    }

    private static DoubleRegression Regression() => Started(new DoubleRegression(), s_regression);

    private static T Started<T>(T network, DoubleFixture fixture)
        where T : class, INetwork<T>
    {
        var parameters = new ParameterCollection(network.Memory);
        Assert.Equal(fixture.Parameters.Keys.Order(StringComparer.Ordinal), parameters.Select(parameter => parameter.Name).Order(StringComparer.Ordinal));
        foreach (ParameterView parameter in parameters)
        {
            parameter.CopyFrom(fixture.Parameters[parameter.Name]);
        }

        return network;
    }

    private static void Check<T>(T network, DoubleFixture fixture, string optimizer, Func<double> step)
        where T : class, INetwork<T>
    {
        (double[] losses, double magnitude) = fixture.Training[optimizer];
        Equal(losses, [.. Enumerable.Range(0, 10).Select(_ => step())]);
        Assert.Equal(magnitude, Values(network).Sum(Math.Abs), Rounding * magnitude);
    }

    private static Optimizer Make(string name) => name switch
    {
        "SGD" => new SGD(0.05),
        "SGD, momentum" => new SGD(0.05) { Momentum = 0.9, Dampening = 0.1, WeightDecay = 0.01 },
        "SGD, Nesterov" => new SGD(0.05) { Momentum = 0.9, Nesterov = true },
        "Adam" => new Adam(0.01),
        "Adam, decay" => new Adam(0.01) { WeightDecay = 0.1 },
        "Adam, AMSGrad" => new Adam(0.01) { AMSGrad = true },
        "AdamW" => new AdamW(0.01) { WeightDecay = 0.1 },
        "RAdam" => new RAdam(0.01),
        "Adamax" => new Adamax(0.01),
        "Adagrad" => new Adagrad(0.05),
        "Adadelta" => new Adadelta(1.0),
        "RMSprop" => new RMSprop(0.005),
        "RMSprop, centered" => new RMSprop(0.005) { Centered = true, Momentum = 0.9 },
        "Rprop" => new Rprop(0.01),
        _ => throw new ArgumentException($"The fixture has an optimizer '{name}' that this test does not know.", nameof(name)),
    };

    private static double[] Values<T>(T network)
        where T : class, INetwork<T> => [.. new ParameterCollection(network.Memory).SelectMany(parameter => parameter.ToDoubleArray())];

    private static NetworkMemory Memory<T>(T network)
        where T : class, INetwork<T> => network.Memory;

    private static double Dot(DoubleRegression network, double[] left, double[] right)
    {
        double sum = 0;
        foreach (ParameterView parameter in network.Parameters)
        {
            for (int index = 0; index < parameter.Length; index++)
            {
                int at = parameter.Description.IndexOf(index);
                sum += left[at] * right[at];
            }
        }

        return sum;
    }

    private static void Equal(double[] expected, double[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, Rounding * Math.Max(1, Math.Abs(pair.First))));
    }
}
