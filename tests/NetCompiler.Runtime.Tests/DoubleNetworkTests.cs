using System;
using System.IO;
using System.Linq;
using System.Text;
using NetCompiler.Data;
using NetCompiler.Runtime.Tests.Helpers;
using NetCompiler.Runtime.Tests.Networks;
using NetCompiler.Training;
using Xunit;

namespace NetCompiler.Runtime.Tests;

/// <summary>Networks of doubles in the runtime: all that the float networks of the other tests show, to the last digits of a double.</summary>
public sealed class DoubleNetworkTests
{
    // Some ten roundings of numbers around 1.
    private const double Rounding = 1e-14;

    [Fact]
    public void TheGradientIsTheSlopeOfTheObjectiveToTheDigitsOfADouble()
    {
        var network = new DoubleNetwork<Batch64>(1);
        (double[] inputs, double[] targets) = Data(13);
        double[] gradients = Gradients(network, inputs, targets, out double loss);
        Assert.NotEqual((double)(float)loss, loss);
        foreach (ParameterView parameter in network.Parameters)
        {
            for (int index = 0; index < parameter.Length; index++)
            {
                // The objective is quadratic in the parameters: its central difference has no error but that of rounding, some 1e-16 / 0.1.
                double value = parameter.GetDouble(index);
                parameter.SetDouble(index, value + 0.1);
                Gradients(network, inputs, targets, out double above);
                parameter.SetDouble(index, value - 0.1);
                Gradients(network, inputs, targets, out double below);
                parameter.SetDouble(index, value);
                Assert.Equal((above - below) / 0.2, gradients[parameter.Description.IndexOf(index)], 1e-13);
            }
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(13)]
    public void ChunksAddUpToTheWholeBatch(int samples)
    {
        var whole = new DoubleNetwork<Batch64>(1);
        var chunks = new DoubleNetwork<Batch4>(1);
        (double[] inputs, double[] targets) = Data(samples);
        double[] expected = Gradients(whole, inputs, targets, out double expectedLoss);
        double[] actual = Gradients(chunks, inputs, targets, out double loss);
        Assert.Equal(expectedLoss, loss, Rounding);
        Equal(Dense(whole, expected), Dense(chunks, actual));

        double[] direction = Direction(whole);
        Equal(Dense(whole, Product(whole, inputs, targets, direction)), Dense(whole, Product(chunks, inputs, targets, direction)));
        double[] outputs = new double[samples * 2];
        double[] chunkOutputs = new double[samples * 2];
        Assert.Equal(Evaluate(whole, inputs, targets, outputs), Evaluate(chunks, inputs, targets, chunkOutputs), Rounding);
        Assert.Equal(outputs, chunkOutputs);
    }

    [Fact]
    public void TheHessianVectorProductIsTheSlopeOfTheGradient()
    {
        var network = new DoubleNetwork<Batch64>(1);
        (double[] inputs, double[] targets) = Data(9);
        double[] direction = Direction(network);
        double[] product = Dense(network, Product(network, inputs, targets, direction));
        double[] before = Dense(network, Gradients(network, inputs, targets, out double loss));
        StepArguments arguments = Slots(inputs, targets);
        Assert.Equal(loss, NetworkSteps.HessianVector(network, ref arguments, direction, new double[direction.Length]));

        // The gradient is linear in the parameters.
        using (ParameterEdit edit = network.Memory.Edit())
        {
            for (int index = 0; index < direction.Length; index++)
            {
                edit.DoubleParameters[index] += direction[index];
            }
        }

        double[] after = Dense(network, Gradients(network, inputs, targets, out _));
        Equal(after.Zip(before, (a, b) => a - b).ToArray(), product);
        Assert.Contains(product, value => Math.Abs(value) > 0.1);
    }

    [Fact]
    public void InputGradientsAndTheJacobianAreThoseOfTheFormula()
    {
        var network = new DoubleNetwork<Batch4>(1);
        (double[] inputs, double[] targets) = Data(6);
        double[] gradient = new double[inputs.Length];
        StepArguments arguments = Slots(inputs, targets);
        arguments[3] = gradient.AsSpan();
        NetworkSteps.InputGradient(network, ref arguments);
        Assert.Equal(Evaluate(network, inputs, targets, []), arguments.DoubleLoss);

        double[] jacobian = new double[6];
        StepArguments one = default;
        one[0] = inputs.AsSpan(0, 3);
        NetworkSteps.Jacobian(network, ref one, jacobian);
        double[] outputs = Outputs(network, inputs.AsSpan(0, 3));
        for (int input = 0; input < 3; input++)
        {
            double slope = 1 - Math.Pow(Math.Tanh(inputs[input]), 2);
            double expected = 0;
            for (int output = 0; output < 2; output++)
            {
                double entry = network.Parameters["0.weight"].GetDouble((output * 3) + input) * slope;
                Assert.Equal(entry, jacobian[(output * 3) + input], Rounding);
                expected += 2.0 / 6 / 2 * (outputs[output] - targets[output]) * entry;
            }

            Assert.Equal(expected, gradient[input], Rounding);
        }
    }

    [Fact]
    public void InferencePreparesAgainAfterAnEditAndSessionsShareThePrepared()
    {
        var network = new DoubleNetwork<Batch4>(1);
        double[] input = [0.3, -0.2, 1.1];
        double[] before = Outputs(network, input);
        Equal(Formula(network, input), before);
        network.Parameters["0.weight"].SetDouble(4, 2.5);
        double[] after = Outputs(network, input);
        Assert.NotEqual(before, after);
        Equal(Formula(network, input), after);

        var session = new SessionMemory(network.Memory);
        Assert.Equal(3, session.DoubleWorkspace.Length);
        Assert.True(network.Memory.DoublePrepared<DoubleNetwork<Batch4>>() == network.Memory.DoublePrepared<DoubleNetwork<Batch4>>());
        session.Dispose();
        Assert.Throws<ObjectDisposedException>(() => session.DoubleWorkspace.Length);
    }

    [Fact]
    public void InitialValuesOfDoublesRoundToThoseOfFloats()
    {
        NetworkMemory doubles = new DoubleNetwork<Batch4>(7).Memory;
        var floats = new NetworkMemory(DoubleNetwork<Batch4>.Describe(ElementType.Float32));
        floats.Initialize(7);
        double[] expected = [.. new ParameterCollection(doubles).SelectMany(parameter => parameter.ToDoubleArray())];
        Assert.Equal(expected.Select(value => (float)value), new ParameterCollection(floats).SelectMany(parameter => parameter.ToArray()));
        Assert.Equal(expected.Select(value => (float)value), new ParameterCollection(doubles).SelectMany(parameter => parameter.ToArray()));
        Assert.All(expected.Take(6), value => Assert.NotEqual((double)(float)value, value));
        Assert.Equal(0.1, expected[6]);
        Assert.Equal(doubles.Seed, doubles.Clone().Seed);
        Assert.True(doubles.DoubleParameters.SequenceEqual(doubles.Clone().DoubleParameters));
    }

    [Fact]
    public void ViewsConvertBetweenFloatsAndDoubles()
    {
        ParameterView weight = new DoubleNetwork<Batch4>(1).Parameters["0.weight"];
        weight.CopyFrom([0.1, 0.2, 0.3, 0.4, 0.5, 1e300]);
        Assert.Equal([0.1, 0.2, 0.3, 0.4, 0.5, 1e300], weight.ToDoubleArray());
        Assert.Equal([0.1f, 0.2f, 0.3f, 0.4f, 0.5f, float.PositiveInfinity], weight.ToArray());
        Assert.Equal(0.5f, weight[1, 1]);
        weight[1, 1] = 0.7f;
        Assert.Equal((double)0.7f, weight.GetDouble(4));
        weight.CopyFrom([1f, 2f, 3f, 4f, 5f, 6f]);
        Assert.Equal([1.0, 2, 3, 4, 5, 6], weight.ToDoubleArray());

        double[] buffer = new double[48];
        weight.Scatter([7.5, 8, 9, 10, 11, 12], buffer);
        Assert.Equal(10, buffer[16]);
        double[] gathered = new double[6];
        weight.Gather(buffer, gathered);
        Assert.Equal([7.5, 8, 9, 10, 11, 12], gathered);
        Assert.Throws<ArgumentOutOfRangeException>(() => weight.GetDouble(6));
        Assert.Throws<ArgumentOutOfRangeException>(() => weight.SetDouble(-1, 0));

        var floats = new NetworkMemory(DoubleNetwork<Batch4>.Describe(ElementType.Float32));
        ParameterView single = new ParameterCollection(floats)["0.weight"];
        single.CopyFrom([0.1, 0.2, 0.3, 0.4, 0.5, 0.6]);
        single.SetDouble(5, 0.9);
        Assert.Equal([0.1f, 0.2f, 0.3f, 0.4f, 0.5f, 0.9f], single.ToArray());
        Assert.Equal((double)0.9f, single.GetDouble(5));
    }

    [Fact]
    public void CountsAreWholeAmongDoublesAndInTheirFiles()
    {
        NetworkDescription description = Counted(ElementType.Float64);
        Assert.Equal([ElementType.Float64, ElementType.Int64], description.States.Select(state => state.Type));
        var memory = new NetworkMemory(description);
        memory.Initialize(0);
        var parameters = new ParameterCollection(memory);
        parameters["0.num_batches_tracked"].SetDouble(0, (1L << 53) - 1);
        parameters["0.running_mean"].SetDouble(0, 0.1);
        Assert.Equal((1L << 53) - 1, parameters["0.num_batches_tracked"].GetDouble(0));

        var file = new MemoryStream();
        SafetensorsWriter.Write(file, [.. parameters, .. parameters.States], new NetworkMetadata().ToStrings());
        file.Position = 0;
        var loaded = new ParameterCollection(SafetensorsLoader.Load(file, "file", description));
        Assert.Equal((1L << 53) - 1, loaded["0.num_batches_tracked"].Count);
        Assert.Equal(0.1, loaded["0.running_mean"].GetDouble(0));

        // The same file in a network of floats: the count is exact, the mean is rounded.
        file.Position = 0;
        loaded = new ParameterCollection(SafetensorsLoader.Load(file, "file", Counted(ElementType.Float32)));
        Assert.Equal((1L << 53) - 1, loaded["0.num_batches_tracked"].Count);
        Assert.Equal(0.1f, loaded["0.running_mean"][0]);
    }

    [Fact]
    public void FilesHoldDoublesAndEitherPrecisionReadsTheOther()
    {
        using var folder = new TemporaryFolder();
        var network = new DoubleNetwork<Batch4>(3);
        string path = folder.PathOf("double.safetensors");
        NetworkFile.Save(network, path, new NetworkMetadata { ClassNames = ["a", "b"] });
        string text = Encoding.UTF8.GetString(File.ReadAllBytes(path));
        Assert.Contains("\"0.weight\":{\"dtype\":\"F64\",\"shape\":[2,3],\"data_offsets\":[0,48]}", text, StringComparison.Ordinal);
        Assert.Equal(["a", "b"], NetworkFile.ReadMetadata(path).ClassNames!);
        double[] saved = Values(network.Memory);
        Assert.Equal(saved, Values(NetworkFile.Load<DoubleNetwork<Batch4>>(path).Memory));

        // Rounded in a network of floats, and exact when that one's file comes back.
        NetworkMemory floats = SafetensorsLoader.Load(new MemoryStream(File.ReadAllBytes(path)), path, DoubleNetwork<Batch4>.Describe(ElementType.Float32));
        float[] rounded = [.. new ParameterCollection(floats).SelectMany(parameter => parameter.ToArray())];
        Assert.Equal(saved.Select(value => (float)value), rounded);
        var file = new MemoryStream();
        SafetensorsWriter.Write(file, [.. new ParameterCollection(floats)], new NetworkMetadata().ToStrings());
        file.Position = 0;
        Assert.Equal(rounded.Select(value => (double)value), Values(NetworkFile.Load<DoubleNetwork<Batch4>>(file).Memory));
    }

    [Theory]
    [InlineData("F16", new byte[] { 0x55, 0x35 }, 0.333251953125)]
    [InlineData("BF16", new byte[] { 0xAB, 0x3E }, 0.333984375)]
    [InlineData("F32", new byte[] { 0xAB, 0xAA, 0xAA, 0x3E }, 0.3333333432674408)]
    [InlineData("F64", new byte[] { 0x55, 0x55, 0x55, 0x55, 0x55, 0x55, 0xD5, 0x3F }, 1.0 / 3)]
    public void EveryTypeOfRealsIsReadExactly(string type, byte[] third, double expected)
    {
        int size = third.Length;
        byte[] data = [.. Enumerable.Repeat(third, 8).SelectMany(bytes => bytes)];
        string header = $"{{{SafetensorsText.Entry("0.weight", [2, 3], 0, 6 * size, type)},{SafetensorsText.Entry("0.bias", [2], 6 * size, 8 * size, type)}}}";
        DoubleNetwork<Batch4> network = NetworkFile.Load<DoubleNetwork<Batch4>>(new MemoryStream(SafetensorsText.File(header, data)));
        Assert.All(Values(network.Memory), value => Assert.Equal(expected, value));
    }

    [Fact]
    public void KerasFilesAreReadInDoubles()
    {
        using var folder = new TemporaryFolder();
        byte[] data = new byte[64];
        for (int index = 0; index < 8; index++)
        {
            BitConverter.TryWriteBytes(data.AsSpan(8 * index), index + 0.1);
        }

        string header = $"{{{SafetensorsText.Entry("0.kernel", [3, 2], 0, 48, "F64")},{SafetensorsText.Entry("0.bias", [2], 48, 64, "F64")}}}";
        string path = folder.Write("keras.safetensors", SafetensorsText.File(header, data));
        DoubleNetwork<Batch4> network = NetworkFile.Load<DoubleNetwork<Batch4>>(path, WeightConvention.Keras);
        Assert.Equal([0.1, 2.1, 4.1, 1.1, 3.1, 5.1, 6.1, 7.1], Values(network.Memory));
    }

    [Fact]
    public void DataOfEveryTypeBecomeWhatTheNetworkComputesIn()
    {
        double[] doubles = [0.1, 1e-300, 0.3, 1e300];
        Assert.Equal(doubles, Read(DataTensor.Of(doubles, 2)));
        Assert.Equal([0.3, 1e300, 0.1, 1e-300], Read(DataTensor.Of(doubles, 2), 1, 0));
        Assert.Equal([1e-300, 0.3, 0.3, 1e300], Read(DataTensor.Windows(doubles, 2, 1, 1, 2)));
        Assert.Equal([(double)0.1f, 2], Read(DataTensor.Of([0.1f, 2f], 1)));

        // Bytes take their scale in float, as a float network sees them.
        Assert.Equal([3 * 0.1f + 0.5f, 255 * 0.1f + 0.5f], Read(DataTensor.Of([3, 255], 1, 0.1f, 0.5f)));

        Span<float> floats = stackalloc float[4];
        DataTensor.Of(doubles, 2).Gather([0, 1], floats);
        Assert.Equal([0.1f, 0f, 0.3f, float.PositiveInfinity], floats.ToArray());
        Assert.Equal(ElementType.Float64, DataTensor.Of(doubles, 2).Type);
        Assert.False(DataTensor.Of(doubles, 2).CanRead(ElementType.Int32));
        Assert.False(DataTensor.Of(doubles, 2).CanRead(ElementType.UInt8));

        double[] sample = new double[2];
        Dataset data = Dataset.Of(doubles, [1, 0]);
        data.CopyInput(1, sample);
        Assert.Equal([0.3, 1e300], sample);
        Assert.Equal(1, data.Label(0));
        Assert.Equal(ElementType.Float64, Dataset.Of([0.5, 1.5], doubles.AsSpan(0, 2).ToArray()).Targets[0].Type);
        Assert.Contains("2 elements of Float64 a sample, and the destination 3 doubles", Assert.Throws<ArgumentException>(() => data.CopyInput(0, new double[3])).Message, StringComparison.Ordinal);
        (DataTensor values, DataTensor lengths) = NetCompiler.Data.Sequences.Padded([[0.1, 0.2], [0.3]], 1, 3);
        Assert.Equal([0.1, 0.2, 0, 0.3, 0, 0], Read(values));
        Assert.Equal(2, lengths.Count);
    }

    [Fact]
    public void ImagesOfDoublesAreAugmented()
    {
        var augmentation = new ImageAugmentation(1, 2, 2) { CropPadding = 1, HorizontalFlip = 0.5, Fill = 0.5f };
        double[] images = [0.1, 0.2, 0.3, 0.4];
        double[] doubles = new double[4];
        float[] floats = new float[4];
        for (ulong key = 0; key < 20; key++)
        {
            augmentation.Apply(DataTensor.Of(images, 4), 0, key, doubles.AsSpan());
            augmentation.Apply(DataTensor.Of(images, 4), 0, key, floats.AsSpan());
            Assert.Equal(doubles.Select(value => (float)value), floats);
            Assert.All(doubles, value => Assert.True(value == 0.5 || images.Contains(value)));
        }
    }

    [Fact]
    public void StreamsAndStepBuffersHoldDoubles()
    {
        var stream = new StreamMemory("Net", 3, ElementType.Float64);
        stream.Load([0.1, 0.2, 0.3]);
        double[] saved = new double[3];
        stream.Clone().Save(saved);
        Assert.Equal([0.1, 0.2, 0.3], saved);
        Assert.Equal(0.2, stream.DoubleState[1]);
        Assert.Contains("computes in Float64", Assert.Throws<InvalidOperationException>(() => stream.State.Length).Message, StringComparison.Ordinal);
        Assert.Contains("computes in Float64", Assert.Throws<InvalidOperationException>(() => stream.Save(new float[3])).Message, StringComparison.Ordinal);
        Assert.Contains("has 3 elements (StateLength), and the span 2", Assert.Throws<ArgumentException>(() => stream.Save(new double[2])).Message, StringComparison.Ordinal);

        var buffers = new StepBuffers(Sequence());
        Assert.Equal([0.1, 0.2], buffers.Widen(0, [0.1, 0.2], 2, 1).ToArray().Where((_, index) => index % 4 == 0));
        buffers.DoubleWide(0, 2).Fill(0.7);
        double[] narrow = new double[4];
        buffers.Narrow(0, 2, 2, narrow);
        Assert.Equal([0.7, 0.7, 0.7, 0.7], narrow);
        Assert.Contains("computes in Float64", Assert.Throws<InvalidOperationException>(() => buffers.Wide(0, 2).Length).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TheNormOfADoubleGradientIsThatOfItsParameters()
    {
        NetworkDescription description = DoubleNetwork<Batch4>.Description;
        double[] gradient = new double[description.ParameterLength];
        Array.Fill(gradient, double.NaN);
        ParameterCollection parameters = new DoubleNetwork<Batch4>().Parameters;
        parameters["0.weight"].Scatter([1, 2, 3, 4, 5, 6e-9], gradient);
        parameters["0.bias"].Scatter([7, 8], gradient);
        double norm = Math.Sqrt(1 + 4 + 9 + 16 + 25 + 36e-18 + 49 + 64);
        Assert.Equal(norm, new GradientClipping(description, 2.1).Clip(gradient), 1e-14);
        double[] clipped = new double[2];
        parameters["0.bias"].Gather(gradient, clipped);
        Equal([7 * 2.1 / (norm + 1e-6), 8 * 2.1 / (norm + 1e-6)], clipped);

        double[] values = [0.1, -0.3, double.NaN, 5e-324];
        GradientClipping.ClipValues(values, 0.2);
        Assert.Equal([0.1, -0.2, double.NaN, 5e-324], values);
        Assert.Throws<ArgumentOutOfRangeException>(() => GradientClipping.ClipValues(new double[1], 0.0));
    }

    [Fact]
    public void WrongTypesAreRefusedByName()
    {
        var network = new DoubleNetwork<Batch4>();
        (double[] inputs, double[] targets) = Data(2);
        float[] floats = new float[48];
        Refused<ArgumentException>("Network 'Tests.DoubleNetwork': gradients is of Float32 where the network computes in Float64", () => WithSlots(inputs, targets, (ref StepArguments arguments) => NetworkSteps.Gradients(network, ref arguments, floats)));
        Refused<ArgumentException>("direction is of Float32 where the network computes in Float64", () => WithSlots(inputs, targets, (ref StepArguments arguments) => NetworkSteps.HessianVector(network, ref arguments, floats, new float[48])));
        Refused<ArgumentException>("jacobian is of Float32 where the network computes in Float64", () => WithSlots(inputs[..3], [], (ref StepArguments arguments) => NetworkSteps.Jacobian(network, ref arguments, new float[6])));
        Refused<ArgumentException>("input 'x': elements of Float32 where the network takes Float64", () => WithSlots(inputs, targets, (ref StepArguments arguments) =>
        {
            arguments[0] = floats.AsSpan(0, 6);
            NetworkSteps.Evaluate(network, ref arguments);
        }));
        Refused<ArgumentException>("target 't': elements of Int32 where the network takes Float64", () => WithSlots(inputs, targets, (ref StepArguments arguments) =>
        {
            arguments[1] = (ReadOnlySpan<int>)new int[4];
            NetworkSteps.Evaluate(network, ref arguments);
        }));
        Refused<ArgumentException>("gradients has 16 elements where 48 are needed", () => WithSlots(inputs, targets, (ref StepArguments arguments) => NetworkSteps.Gradients(network, ref arguments, new double[16])));

        // Floats of a float network, asked for as doubles.
        var single = new LinearRegression<Batch4>();
        Refused<ArgumentException>("gradients is of Float64 where the network computes in Float32", () => WithSlots([], [], (ref StepArguments arguments) =>
        {
            arguments[0] = floats.AsSpan(0, 6);
            arguments[1] = floats.AsSpan(6, 2);
            NetworkSteps.Gradients(single, ref arguments, new double[32]);
        }));

        Refused<InvalidOperationException>("computes in Float64, and its buffers were asked for in Float32", () => _ = network.Memory.Parameters.Length);
        Refused<InvalidOperationException>("the members whose names begin with Double", () => network.Memory.State.Clear());
        Refused<InvalidOperationException>("asked for in Float32", () => network.Memory.InferenceWorkspace.Clear());
        Refused<InvalidOperationException>("asked for in Float32", () => network.Memory.TrainingWorkspace.Clear());
        Refused<InvalidOperationException>("asked for in Float32", () => _ = network.Memory.Prepared<DoubleNetwork<Batch4>>().Length);
        Refused<InvalidOperationException>("asked for in Float64", () => _ = single.Memory.DoubleParameters.Length);
        Refused<InvalidOperationException>("asked for in Float64", () => single.Memory.DoubleState.Clear());
        Refused<InvalidOperationException>("A tensor of Float64 was given where the network expects Float32", () =>
        {
            StepArguments arguments = default;
            arguments.DoubleParameters = new double[16];
            _ = arguments.Parameters.Length;
        });
        Refused<InvalidOperationException>("A tensor of Float32 was given where the network expects Float64", () =>
        {
            StepArguments arguments = default;
            arguments.Workspace = new float[16];
            _ = arguments.DoubleWorkspace.Length;
        });
        Refused<InvalidOperationException>("A gradient of Double was put into a buffer of Single", () => WithSlots(inputs, targets, (ref StepArguments arguments) =>
        {
            arguments.Rows = 2;
            arguments.DoubleParameters = network.Memory.DoubleParameters;
            arguments.DoubleWorkspace = network.Memory.DoubleTrainingWorkspace;
            var writer = new GradientWriter<float>(floats);
            DoubleNetwork<Batch4>.Train(ref arguments, 1, ref writer);
        }));
        Refused<NotSupportedException>("Network 'Tests.DoubleNetwork' computes in Float64, and not in Float32", () => Prepare<DoubleNetwork<Batch4>>(floats, [], floats));
        Refused<NotSupportedException>("Network 'Tests.LinearRegression' computes in Float32, and not in Float64", () => Prepare<LinearRegression<Batch4>>(new double[32], [], []));
    }

    [Fact]
    public void DescriptionsThatContradictThemselvesAreRefused()
    {
        Refused<ArgumentException>("computes in Float64, and 'x' is of Float32", () => new NetworkMemory(Description(ElementType.Float64, ElementType.Float32, [])));
        Refused<ArgumentException>("computes in Float32, and 'x' is of Float64", () => new NetworkMemory(Description(ElementType.Float32, ElementType.Float64, [])));
        Refused<ArgumentException>("computes in Int32, and a network computes in Float32 or Float64", () => new NetworkMemory(Description(ElementType.Int32, ElementType.Int32, [])));
        Assert.Equal(16, new NetworkMemory(Description(ElementType.Float64, ElementType.UInt8, [])).DoubleParameters.Length);
    }

    internal static (double[] Inputs, double[] Targets) Data(int samples)
    {
        var random = new Random(samples);
        double[] inputs = [.. Enumerable.Range(0, samples * 3).Select(_ => (2 * random.NextDouble()) - 1)];
        return (inputs, [.. Enumerable.Range(0, samples * 2).Select(index => Math.Sin(inputs[index / 2 * 3]) + (index % 2 * inputs[(index / 2 * 3) + 1]))]);
    }

    internal static StepArguments Slots(ReadOnlySpan<double> inputs, ReadOnlySpan<double> targets)
    {
        StepArguments arguments = default;
        arguments[0] = inputs;
        arguments[1] = targets;
        return arguments;
    }

    internal static double[] Values(NetworkMemory memory) => [.. new ParameterCollection(memory).SelectMany(parameter => parameter.ToDoubleArray())];

    internal static double[] Gradients<T>(T network, double[] inputs, double[] targets, out double loss)
        where T : class, ITrainableNetwork<T>
    {
        double[] gradients = new double[network.Memory.Description.ParameterLength];
        StepArguments arguments = Slots(inputs, targets);
        loss = NetworkSteps.Gradients(network, ref arguments, gradients);
        Assert.Equal(loss, arguments.DoubleObjective);
        return gradients;
    }

    private static void Equal(double[] expected, double[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, Rounding));
    }

    private static double[] Product<T>(T network, double[] inputs, double[] targets, double[] direction)
        where T : class, IHessianVectorNetwork<T>
    {
        double[] product = new double[direction.Length];
        StepArguments arguments = Slots(inputs, targets);
        NetworkSteps.HessianVector(network, ref arguments, direction, product);
        return product;
    }

    private static double Evaluate<T>(T network, double[] inputs, double[] targets, double[] outputs)
        where T : class, ITrainableNetwork<T>
    {
        StepArguments arguments = Slots(inputs, targets);
        arguments[2] = outputs.AsSpan();
        NetworkSteps.Evaluate(network, ref arguments);
        Assert.Equal((float)arguments.DoubleLoss, arguments.Loss);
        return arguments.DoubleLoss;
    }

    private static double[] Outputs<T>(T network, ReadOnlySpan<double> input)
        where T : class, INetwork<T>
    {
        double[] output = new double[2];
        StepArguments arguments = Slots(input, []);
        arguments[2] = output.AsSpan();
        arguments.Rows = 1;
        arguments.DoubleParameters = network.Memory.DoubleParameters;
        arguments.DoublePrepared = network.Memory.DoublePrepared<T>();
        arguments.DoubleWorkspace = network.Memory.DoubleInferenceWorkspace;
        T.Infer(ref arguments);
        return output;
    }

    private static double[] Formula(DoubleNetwork<Batch4> network, double[] input)
    {
        ParameterView weight = network.Parameters["0.weight"];
        return [.. Enumerable.Range(0, 2).Select(output => network.Parameters["0.bias"].GetDouble(output) + Enumerable.Range(0, 3).Sum(index => weight.GetDouble((output * 3) + index) * Math.Tanh(input[index])))];
    }

    private static double[] Dense(DoubleNetwork<Batch64> network, double[] buffer) => Gathered(network.Parameters, buffer);

    private static double[] Dense(DoubleNetwork<Batch4> network, double[] buffer) => Gathered(network.Parameters, buffer);

    private static double[] Gathered(ParameterCollection parameters, double[] buffer) => [.. parameters.SelectMany(parameter =>
    {
        double[] values = new double[parameter.Length];
        parameter.Gather(buffer, values);
        return values;
    })];

    private static double[] Direction(DoubleNetwork<Batch64> network)
    {
        double[] direction = new double[network.Memory.Description.ParameterLength];
        network.Parameters["0.weight"].Scatter([0.3, -0.1, 0.7, 0.2, 0.9, -0.4], direction);
        network.Parameters["0.bias"].Scatter([-0.6, 0.5], direction);
        return direction;
    }

    private static double[] Read(DataTensor tensor, params int[] samples)
    {
        samples = samples.Length == 0 ? [.. Enumerable.Range(0, tensor.Count)] : samples;
        double[] values = new double[samples.Length * tensor.SampleLength];
        tensor.Gather(samples, values);
        return values;
    }

    private static NetworkDescription Counted(ElementType element) => Description(
        element,
        element,
        [new ParameterDescription("0.running_mean", [2], 0, 16, 0, 0.0), new ParameterDescription("0.num_batches_tracked", 16)]);

    private static NetworkDescription Description(ElementType element, ElementType input, ParameterDescription[] states) => new()
    {
        Name = "Tests.Described",
        ContractVersion = NetworkDescription.CurrentContractVersion,
        Batch = 1,
        Inputs = [new TensorDescription("x", [1], input, 0)],
        Targets = [],
        Outputs = [],
        Losses = [],
        Parameters = [new ParameterDescription("0.weight", [2], 0, 16, 0, 0.25)],
        States = states,
        Element = element,
        ParameterLength = 16,
        StateLength = 16 * states.Length,
        PreparedLength = 0,
        InferenceWorkspaceLength = 0,
        TrainingWorkspaceLength = 0,
        TrainPhases = 0,
        Summary = string.Empty,
    };

    private static NetworkDescription Sequence() => new()
    {
        Name = "Tests.Sequence",
        ContractVersion = NetworkDescription.CurrentContractVersion,
        Batch = 2,
        Inputs = [new TensorDescription("x", [4, 1], ElementType.Float64, 0) { Lengths = 0 }],
        Lengths = [new TensorDescription("x", [1], ElementType.Int32, 1) { Bound = 5 }],
        Targets = [],
        Outputs = [new TensorDescription("y", [4, 1], ElementType.Float64, 2) { Lengths = 0 }],
        Losses = [],
        Parameters = [],
        States = [],
        Element = ElementType.Float64,
        ParameterLength = 0,
        StateLength = 0,
        PreparedLength = 0,
        InferenceWorkspaceLength = 0,
        TrainingWorkspaceLength = 0,
        TrainPhases = 0,
        Summary = string.Empty,
    };

    private delegate void Called(ref StepArguments arguments);

    private static void WithSlots(ReadOnlySpan<double> inputs, ReadOnlySpan<double> targets, Called call)
    {
        StepArguments arguments = Slots(inputs, targets);
        call(ref arguments);
    }

    private static void Prepare<T>(ReadOnlySpan<float> parameters, ReadOnlySpan<float> state, Span<float> prepared)
        where T : class, INetwork<T> => T.Prepare(parameters, state, prepared);

    private static void Prepare<T>(ReadOnlySpan<double> parameters, ReadOnlySpan<double> state, Span<double> prepared)
        where T : class, INetwork<T> => T.Prepare(parameters, state, prepared);

    private static void Refused<TException>(string message, Action action)
        where TException : Exception => Assert.Contains(message, Assert.ThrowsAny<TException>(action).Message, StringComparison.Ordinal);
}
