using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Reflection;
using NetCompiler.Core.Common;
using NetCompiler.Core.Declarations;
using NetCompiler.Core.Tests.Emission;
using NetCompiler.Data;
using NetCompiler.Training;
using Xunit;

namespace NetCompiler.Core.Tests.Layers;

/// <summary>Standardised inputs of emitted networks: fitted on data by one call, against sums written out; saved, loaded, and not changed by training.</summary>
public sealed class NormalizationFitTests
{
    private static readonly Lazy<EmittedAssembly> s_assembly = new(() => EmittedCompilation.Load(
    [
        Network("Elements", Input([3]), Declare.Line("Normalize"), Declare.Linear(2), Declare.Line("MeanSquaredError")),
        Network("Doubles", Input([3]), Declare.Line("Normalize"), Declare.Linear(2), Declare.Line("MeanSquaredError")),
        Network("Channels", Input([2, 2, 2], ("Element", ArgumentValue.Of("UInt8")), ("Mean", Reals(1, 3)), ("Std", Reals(2, 4))), Per("Channel")),
        Network("Numbers", Input([2, 3]), Per("Tensor")),
        Network("Steps", Declare.Sequence(2, 3), Declare.Line("Normalize"), Declare.Line("Mean")),
        Network("Towers", Input([2], ("Name", ArgumentValue.Of("left"))), Input([2], ("Name", ArgumentValue.Of("right"))), From("left"), Declare.Line("Normalize", ("Name", ArgumentValue.Of("scaled"))), From("right"), Declare.Line("Normalize", ("Shares", ArgumentValue.Of("scaled"))), Declare.Line("Add", ("names", Texts("scaled")))),
    ]));

    private delegate void ForwardCall(ReadOnlySpan<float> input, int rows, Span<float> output);

    private delegate float StepCall(ReadOnlySpan<float> input, ReadOnlySpan<float> target, Optimizer optimizer);

    [Theory]
    [InlineData("Elements")]
    [InlineData("Doubles")]
    public void Elements_have_mean_and_deviation_of_their_own(string network)
    {
        // The last is the same in all samples.
        float[] data = [1, 10, 0.1f, 2, 30, 0.1f, 6, 80, 0.1f];
        object instance = Make(network);
        Fit(instance, new Dataset([DataTensor.Of(data, 3)], []));

        Assert.Equal([3, 40, 0.1f], State(instance, "0.mean"));
        AssertNear([Math.Sqrt(14.0 / 3), Math.Sqrt(2600.0 / 3), 1], State(instance, "0.std"));
    }

    [Fact]
    public void Bytes_are_fitted_as_the_numbers_that_the_input_makes_of_them()
    {
        byte[] data = [.. Enumerable.Range(0, 3 * 8).Select(i => (byte)(i * 7 % 11))];
        object instance = Make("Channels");
        Fit(instance, new Dataset([DataTensor.Of(data, 8)], []));
        double[] Of(int channel) => [.. Enumerable.Range(0, 3).SelectMany(sample => data.Skip((sample * 8) + (channel * 4)).Take(4)).Select(pixel => channel == 0 ? (pixel - 1) / 2.0 : (pixel - 3) / 4.0)];

        AssertNear([Of(0).Average(), Of(1).Average()], State(instance, "0.mean"));
        AssertNear([Deviation(Of(0)), Deviation(Of(1))], State(instance, "0.std"));
    }

    [Fact]
    public void One_mean_is_that_of_all_numbers()
    {
        float[] data = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 30];
        object instance = Make("Numbers");
        Fit(instance, new Dataset([DataTensor.Of(data, 6)], []));

        AssertNear([8], State(instance, "0.mean"));
        AssertNear([Deviation([.. data.Select(value => (double)value)])], State(instance, "0.std"));
    }

    [Fact]
    public void Steps_that_do_not_count_are_left_out()
    {
        float[] data = [1, 2, 3, 4, float.NaN, float.NaN, 5, 6, float.NaN, float.NaN, float.NaN, float.NaN];
        object instance = Make("Steps");
        Fit(instance, new Dataset([DataTensor.Of(data, 6)], [], [DataTensor.Of([2, 1])]));

        AssertNear([3, 4], State(instance, "0.mean"));
        AssertNear([Math.Sqrt(8.0 / 3), Math.Sqrt(8.0 / 3)], State(instance, "0.std"));
    }

    [Fact]
    public void Shared_statistics_are_those_of_the_first_input()
    {
        object instance = Make("Towers");
        Fit(instance, new Dataset([DataTensor.Of([1f, 2, 3, 6], 2), DataTensor.Of([100f, 200, 300, 400], 2)], []));

        AssertNear([2, 4], State(instance, "scaled.mean"));
        AssertNear([1, 2], State(instance, "scaled.std"));
    }

    [Fact]
    public void What_was_fitted_is_computed_with_saved_and_loaded()
    {
        float[] data = [1, 10, 5, 2, 30, 6, 6, 80, 9];
        object instance = Make("Elements");
        float[] raw = Forward(instance, data, 3);
        Fit(instance, Dataset.Of(data, new float[6], 3));
        float[] fitted = Forward(instance, data, 3);
        string path = Path.Combine(Path.GetTempPath(), $"netcompiler-{Guid.NewGuid():N}.safetensors");
        try
        {
            instance.GetType().GetMethod("Save", [typeof(string), typeof(NetworkMetadata)])!.Invoke(instance, [path, null]);
            object loaded = instance.GetType().GetMethod("Load", [typeof(string)])!.Invoke(null, [path])!;

            Assert.Equal(State(instance, "0.mean"), State(loaded, "0.mean"));
            Assert.Equal(State(instance, "0.std"), State(loaded, "0.std"));
            Assert.Equal(fitted, Forward(loaded, data, 3));
        }
        finally
        {
            File.Delete(path);
        }

        // W (x - mean) / std + b, by hand.
        ParameterCollection parameters = Parameters(instance);
        float[] weight = parameters["1.weight"].ToArray();
        float[] bias = parameters["1.bias"].ToArray();
        float[] mean = State(instance, "0.mean");
        float[] deviation = State(instance, "0.std");
        Assert.NotEqual(raw, fitted);
        for (int i = 0; i < fitted.Length; i++)
        {
            double expected = bias[i % 2] + Enumerable.Range(0, 3).Sum(k => (double)weight[(i % 2 * 3) + k] * (data[(i / 2 * 3) + k] - mean[k]) / deviation[k]);
            Assert.Equal(expected, fitted[i], 1e-5);
        }
    }

    [Fact]
    public void Training_leaves_it_and_takes_batches_in_parts()
    {
        float[] data = [.. Enumerable.Range(0, 11 * 3).Select(i => (float)(i * 5 % 17))];
        object instance = Make("Elements");
        Fit(instance, Dataset.Of(data, new float[22], 11));
        float[] mean = State(instance, "0.mean");
        var step = (StepCall)Delegate.CreateDelegate(typeof(StepCall), instance, instance.GetType().GetMethod("TrainStep", [typeof(ReadOnlySpan<float>), typeof(ReadOnlySpan<float>), typeof(Optimizer)])!);

        // A batch of 11 goes through in parts of 4: no statistic of the batch is taken.
        float first = step(data, new float[22], new SGD(0.05f));
        float second = step(data, new float[22], new SGD(0.05f));
        Assert.True(second < first);
        Assert.Equal(mean, State(instance, "0.mean"));
    }

    [Fact]
    public void Numbers_that_are_none_and_other_data_are_refused()
    {
        object instance = Make("Elements");
        string nan = Assert.IsType<ArgumentException>(Assert.Throws<TargetInvocationException>(() => Fit(instance, new Dataset([DataTensor.Of([1, 2, 3, 4, float.NaN, 6], 3)], []))).InnerException).Message;
        string length = Assert.IsType<ArgumentException>(Assert.Throws<TargetInvocationException>(() => Fit(instance, new Dataset([DataTensor.Of([1f, 2, 3, 4], 4)], []))).InnerException).Message;

        Assert.Contains("input 'input': element 1 of sample 1 is NaN, and the mean would be that too.", nan, StringComparison.Ordinal);
        Assert.Contains("a sample has 3 elements", length, StringComparison.Ordinal);
        Assert.Equal([0, 0, 0], State(instance, "0.mean"));
        Assert.Equal([1, 1, 1], State(instance, "0.std"));
    }

    [Fact]
    public void Networks_without_it_have_no_such_member()
    {
        IEnumerable<string> members = NetworkCompiler.Compile(Network("Plain", Input([3]), Declare.Linear(2)), TestContext.Current.CancellationToken).Files.Select(file => file.Text);

        Assert.DoesNotContain(members, text => text.Contains("FitNormalization", StringComparison.Ordinal));
    }

    private static NetworkDeclaration Network(string name, params LineDeclaration[] lines) =>
        Declare.Network(name, [("Batch", ArgumentValue.Of(4L)), .. name == "Doubles" ? new[] { ("Precision", ArgumentValue.Of("Double")) } : []], lines);

    private static LineDeclaration Input(int[] shape, params (string Name, ArgumentValue Value)[] more) =>
        Declare.Line("Input", [("shape", ArgumentValue.Of(shape.Select(extent => ArgumentValue.Of((long)extent)).ToEquatableArray())), .. more]);

    private static LineDeclaration Per(string per) => Declare.Line("Normalize", ("Per", ArgumentValue.Of(per)));

    private static LineDeclaration From(string name) => Declare.Line("From", ("value", ArgumentValue.Of(name)));

    private static ArgumentValue Reals(params double[] numbers) => ArgumentValue.Of(numbers.Select(ArgumentValue.Of).ToEquatableArray());

    private static ArgumentValue Texts(params string[] items) => ArgumentValue.Of(items.Select(ArgumentValue.Of).ToEquatableArray());

    private static object Make(string name) => Activator.CreateInstance(Compiled(name), 7)!;

    private static Type Compiled(string name)
    {
        Assert.Empty(s_assembly.Value.Problems);
        return s_assembly.Value.Assembly.GetType("Emitted." + name, throwOnError: true)!;
    }

    private static void Fit(object network, Dataset data) => network.GetType().GetMethod("FitNormalization")!.Invoke(network, [data]);

    private static ParameterCollection Parameters(object network) => (ParameterCollection)network.GetType().GetProperty("Parameters")!.GetValue(network)!;

    private static float[] State(object network, string name) => Parameters(network)[name].ToArray();

    private static float[] Forward(object network, float[] input, int rows)
    {
        float[] output = new float[rows * 2];
        ((ForwardCall)Delegate.CreateDelegate(typeof(ForwardCall), network, network.GetType().GetMethod("Forward", [typeof(ReadOnlySpan<float>), typeof(int), typeof(Span<float>)])!))(input, rows, output);
        return output;
    }

    private static double Deviation(double[] values)
    {
        double mean = values.Average();
        return Math.Sqrt(values.Average(value => (value - mean) * (value - mean)));
    }

    private static void AssertNear(double[] expected, float[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.Equal(expected[i], actual[i], 1e-6 * Math.Max(1, Math.Abs(expected[i])));
        }
    }
}
