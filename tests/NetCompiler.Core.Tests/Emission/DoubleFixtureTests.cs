using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using NetCompiler;
using NetCompiler.Core.Declarations;
using NetCompiler.Core.Tests.Layers;
using NetCompiler.Training;
using Xunit;

namespace NetCompiler.Core.Tests.Emission;

/// <summary>Whole networks in double precision through the members that users call, against PyTorch in double (tests/fixtures/make_double.py), and against finite differences of themselves.</summary>
public sealed class DoubleFixtureTests(ITestOutputHelper output)
{
    // Roundings of sums of some hundred numbers, of ten steps of training, against the largest element.
    private const double Tolerance = 1e-12;

    private static readonly JsonElement s_networks = FixtureJson.Open("double.json", "networks");

    private static readonly Lazy<EmittedAssembly> s_emitted = new(() => EmittedCompilation.Load(s_networks.EnumerateArray().Select(item => Declare.Network(
        NameOf(item.GetProperty("name").GetString()!),
        [("Batch", ArgumentValue.Of(item.GetProperty("options").GetProperty("Batch").GetInt64())), ("Precision", ArgumentValue.Of("Double")), ("HessianVector", ArgumentValue.Of(true)), ("InputGradient", ArgumentValue.Of(true))],
        FixtureJson.Lines(item)))));

    public delegate void ForwardCall(ReadOnlySpan<double> input, int rows, Span<double> output);

    public delegate double StepCall<TTarget>(ReadOnlySpan<double> input, ReadOnlySpan<TTarget> target, Optimizer optimizer);

    public delegate double GradientCall<TTarget>(ReadOnlySpan<double> input, ReadOnlySpan<TTarget> target, Span<double> gradients);

    public delegate double ProductCall<TTarget>(ReadOnlySpan<double> input, ReadOnlySpan<TTarget> target, ReadOnlySpan<double> direction, Span<double> product);

    public delegate double LossCall<TTarget>(ReadOnlySpan<double> input, ReadOnlySpan<TTarget> target);

    public static IEnumerable<TheoryDataRow<string>> Names => FixtureJson.Names(s_networks);

    [Theory]
    [MemberData(nameof(Names))]
    public void Outputs_gradients_products_and_training_are_those_of_PyTorch(string name)
    {
        JsonElement item = FixtureJson.Case(s_networks, name);
        if (item.GetProperty("isClass").GetBoolean())
        {
            Check<int>(item, [.. Values(item, "target").Select(value => (int)value)]);
        }
        else
        {
            Check(item, Values(item, "target"));
        }
    }

    /// <summary>Emitted code against itself: central differences along random directions, which single precision is too coarse for.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void Emitted_gradients_are_finite_differences_of_emitted_losses(string name)
    {
        JsonElement item = FixtureJson.Case(s_networks, name);
        if (item.GetProperty("isClass").GetBoolean())
        {
            CheckDifferences<int>(item, [.. Values(item, "target").Select(value => (int)value)]);
        }
        else
        {
            CheckDifferences(item, Values(item, "target"));
        }
    }

    private void Check<TTarget>(JsonElement item, TTarget[] target)
    {
        object network = Make(item, out ParameterCollection parameters, out NetworkDescription description);
        double[] input = Values(item, "input");
        double[] expected = Values(item, "outputs");
        double[] outputs = new double[expected.Length];
        int rows = description.Batch;
        Member<ForwardCall>(network, "Forward")(input, rows, outputs);
        AssertClose(expected, outputs, "outputs");

        var gradients = new double[description.ParameterLength];
        double loss = Member<GradientCall<TTarget>>(network, "Gradients")(input, target, gradients);
        AssertClose([item.GetProperty("loss").GetDouble()], [loss], "loss");
        AssertClose(item.GetProperty("gradients"), description, gradients, "gradient");

        var direction = new double[description.ParameterLength];
        foreach (ParameterDescription parameter in description.Parameters)
        {
            double[] elements = FixtureJson.Values(item.GetProperty("directions").GetProperty(parameter.Name));
            for (int i = 0; i < elements.Length; i++)
            {
                direction[parameter.IndexOf(i)] = elements[i];
            }
        }

        var product = new double[description.ParameterLength];
        Member<ProductCall<TTarget>>(network, "HessianVector")(input, target, direction, product);
        AssertClose(item.GetProperty("products"), description, product, "product");

        // Running statistics have moved with the gradient: training begins anew.
        network = Make(item, out parameters, out _);
        var optimizer = new SGD(0.05) { Momentum = 0.9 };
        double[] losses = [.. item.GetProperty("losses").EnumerateArray().Select(_ => Member<StepCall<TTarget>>(network, "TrainStep")(input, target, optimizer))];
        AssertClose([.. item.GetProperty("losses").EnumerateArray().Select(step => step.GetDouble())], losses, "losses");
        Member<ForwardCall>(network, "Forward")(input, rows, outputs);
        AssertClose(Values(item, "trained"), outputs, "outputs after training");
    }

    private void CheckDifferences<TTarget>(JsonElement item, TTarget[] target)
    {
        const double Step = 1e-6;
        object network = Make(item, out ParameterCollection parameters, out NetworkDescription description);
        double[] input = Values(item, "input");
        var gradient = new double[input.Length];

        // Of the inputs, where running statistics stand still.
        Member<GradientCall<TTarget>>(network, "InputGradient")(input, target, gradient);
        LossCall<TTarget> evaluate = Member<LossCall<TTarget>>(network, "Evaluate");
        var random = new Random(5);
        double worst = 0;
        for (int round = 0; round < 5; round++)
        {
            double[] direction = [.. input.Select(_ => (2 * random.NextDouble()) - 1)];
            double ahead = evaluate([.. input.Zip(direction, (x, d) => x + (Step * d))], target);
            double behind = evaluate([.. input.Zip(direction, (x, d) => x - (Step * d))], target);
            double along = gradient.Zip(direction, (g, d) => g * d).Sum();
            worst = Math.Max(worst, Math.Abs(((ahead - behind) / (2 * Step)) - along) / (1 + Math.Abs(along)));
        }

        // Of the parameters, by training's gradients on both sides.
        var gradients = new double[description.ParameterLength];
        GradientCall<TTarget> call = Member<GradientCall<TTarget>>(network, "Gradients");
        call(input, target, gradients);
        var scratch = new double[description.ParameterLength];
        foreach (ParameterDescription parameter in description.Parameters)
        {
            double[] begin = parameters[parameter.Name].ToDoubleArray();
            double[] direction = [.. begin.Select(_ => (2 * random.NextDouble()) - 1)];
            double Loss(double step)
            {
                parameters[parameter.Name].CopyFrom((ReadOnlySpan<double>)[.. begin.Zip(direction, (x, d) => x + (step * d))]);
                return call(input, target, scratch);
            }

            double difference = (Loss(Step) - Loss(-Step)) / (2 * Step);
            parameters[parameter.Name].CopyFrom((ReadOnlySpan<double>)begin);
            double along = direction.Select((d, i) => d * gradients[parameter.IndexOf(i)]).Sum();
            worst = Math.Max(worst, Math.Abs(difference - along) / (1 + Math.Abs(along)));
        }

        output.WriteLine($"{item.GetProperty("name")}: {description.Parameters.Count} parameters and 5 directions of the input, worst {worst:G3}");
        Assert.InRange(worst, 0, 1e-8);
    }

    private static object Make(JsonElement item, out ParameterCollection parameters, out NetworkDescription description)
    {
        string name = "Emitted." + NameOf(item.GetProperty("name").GetString()!);
        Assert.False(s_emitted.Value.Problems.TryGetValue(name, out string? problem), problem);
        Type type = s_emitted.Value.Assembly.GetType(name, throwOnError: true)!;
        object network = Activator.CreateInstance(type, 0)!;
        parameters = (ParameterCollection)type.GetProperty("Parameters")!.GetValue(network)!;
        description = (NetworkDescription)type.GetProperty("Description")!.GetValue(null)!;
        Assert.Equal(ElementType.Float64, description.Element);
        foreach (JsonProperty parameter in item.GetProperty("parameters").EnumerateObject())
        {
            parameters[parameter.Name].CopyFrom((ReadOnlySpan<double>)FixtureJson.Values(parameter.Value));
        }

        return network;
    }

    private static T Member<T>(object network, string name)
        where T : Delegate =>
        network.GetType().GetMethod(name, [.. typeof(T).GetMethod("Invoke")!.GetParameters().Select(parameter => parameter.ParameterType)])!.CreateDelegate<T>(network);

    private static string NameOf(string name) => "Double" + char.ToUpperInvariant(name[0]) + name[1..];

    private static double[] Values(JsonElement item, string name) => FixtureJson.Values(item.GetProperty(name));

    private static void AssertClose(JsonElement expected, NetworkDescription description, double[] stored, string what)
    {
        foreach (ParameterDescription parameter in description.Parameters)
        {
            AssertClose(FixtureJson.Values(expected.GetProperty(parameter.Name)), [.. Enumerable.Range(0, parameter.Length).Select(i => stored[parameter.IndexOf(i)])], $"{what} of {parameter.Name}");
        }
    }

    private static void AssertClose(double[] expected, double[] actual, string what)
    {
        Assert.Equal(expected.Length, actual.Length);
        double largest = Math.Max(1e-3, expected.Max(Math.Abs));
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.True(Math.Abs(expected[i] - actual[i]) <= Tolerance * largest, $"Element {i} of {what} is {actual[i]:R}, PyTorch's {expected[i]:R}.");
        }
    }
}
