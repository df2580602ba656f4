using System;
using System.Collections.Generic;
using System.Linq;
using NetCompiler.Core.Common;
using NetCompiler.Core.Declarations;
using NetCompiler.Core.Tests.Emission;
using Xunit;

namespace NetCompiler.Core.Tests.Streaming;

/// <summary>Emitted streaming steps of networks in double precision, through the members that users call, against the whole sequence.</summary>
public sealed class DoubleStreamingTests
{
    private const double Tolerance = 1e-13;

    private static readonly Lazy<EmittedAssembly> s_emitted = new(() => EmittedCompilation.Load(StreamingCases.OfOneInput.Select((name, i) => Declaration("Case" + i, name))));

    private delegate void StepCall(ReadOnlySpan<double> input, Span<double> output);

    private delegate void BlockCall(ReadOnlySpan<double> input, int steps, Span<double> output);

    private delegate void SaveCall(Span<double> state);

    private delegate void LoadCall(ReadOnlySpan<double> state);

    public static IEnumerable<TheoryDataRow<string>> Names => StreamingCases.OfOneInput.Select(name => new TheoryDataRow<string>(name));

    [Theory]
    [MemberData(nameof(Names))]
    public void Steps_blocks_and_saved_states_give_what_the_whole_sequence_gives(string name)
    {
        var reference = new StreamingReference(Declaration("Whole", name), seed: 11);
        object network = Make(name, reference.Parameters);
        StepCall step = Member<StepCall>(network, "Step");
        int length = Constant(network, "StepOutputLength");
        double[] input = [.. reference.Inputs["input"].Select(value => (double)value)];
        var steps = new double[StreamingCases.Steps * length];
        var state = new double[Constant(network, "StateLength")];
        for (int t = 0; t < StreamingCases.Steps; t++)
        {
            if (t == 5)
            {
                Member<SaveCall>(network, "SaveState")(state);
            }

            step([.. reference.InputAt("input", t).Select(value => (double)value)], steps.AsSpan(t * length, length));
            double[]? expected = reference.Expected("output", t);
            for (int i = 0; i < length && expected is not null; i++)
            {
                double actual = steps[(t * length) + i];
                Assert.True(Math.Abs(expected[i] - actual) <= Tolerance * (1 + Math.Abs(expected[i])), $"Step {t}: element {i} is {actual:R}, expected {expected[i]:R}.");
            }
        }

        // Bit by bit.
        var blocks = new double[steps.Length];
        Member<Action>(network, "ResetState")();
        Member<BlockCall>(network, "StepBlock")(input, StreamingCases.Steps, blocks);
        Assert.Equal(steps, blocks);
        Member<LoadCall>(network, "LoadState")(state);
        int width = input.Length / StreamingCases.Steps;
        var rest = new double[steps.Length - (5 * length)];
        Member<BlockCall>(network, "StepBlock")(input.AsSpan(5 * width), StreamingCases.Steps - 5, rest);
        Assert.Equal(steps.AsSpan(5 * length).ToArray(), rest);
    }

    /// <summary>Weights that shrink the state, an impulse, and silence: no number too small to be normal is left on the way to 0.</summary>
    [Fact]
    public void State_that_decays_reaches_exactly_zero()
    {
        const string Name = "LSTM without bias, three layers";
        var reference = new StreamingReference(Declaration("Decaying", Name), seed: 1);
        object network = Make(Name, reference.Parameters.ToDictionary(parameter => parameter.Key, parameter => parameter.Value.Select(value => 0.3f * value).ToArray()));
        StepCall step = Member<StepCall>(network, "Step");
        SaveCall save = Member<SaveCall>(network, "SaveState");
        var state = new double[Constant(network, "StateLength")];
        var output = new double[Constant(network, "StepOutputLength")];
        var input = new double[Constant(network, "StepInputLength")];
        input.AsSpan().Fill(1);
        step(input, output);
        save(state);
        Assert.Contains(state, value => value != 0);
        input.AsSpan().Clear();
        for (int t = 0; t < 4000; t++)
        {
            step(input, output);
            save(state);
            Assert.DoesNotContain(state, double.IsSubnormal);
        }

        Assert.All(state, value => Assert.Equal(0, value));
    }

    private static NetworkDeclaration Declaration(string name, string lines)
    {
        NetworkDeclaration declaration = StreamingCases.Network(name, StreamingCases.All[lines]);
        return declaration with { Options = declaration.Options.Append(new ArgumentDeclaration("Precision", ArgumentValue.Of("Double"))).ToEquatableArray() };
    }

    private static object Make(string name, IReadOnlyDictionary<string, float[]> parameters)
    {
        string type = "Emitted.Case" + StreamingCases.OfOneInput.ToList().IndexOf(name);
        Assert.False(s_emitted.Value.Problems.TryGetValue(type, out string? problem), problem);
        object network = Activator.CreateInstance(s_emitted.Value.Assembly.GetType(type, throwOnError: true)!, 0)!;
        var collection = (ParameterCollection)network.GetType().GetProperty("Parameters")!.GetValue(network)!;
        foreach ((string parameter, float[] values) in parameters)
        {
            collection[parameter].CopyFrom((ReadOnlySpan<double>)[.. values.Select(value => (double)value)]);
        }

        return network;
    }

    private static int Constant(object network, string name) => (int)network.GetType().GetField(name)!.GetRawConstantValue()!;

    private static T Member<T>(object network, string name)
        where T : Delegate =>
        network.GetType().GetMethod(name, [.. typeof(T).GetMethod("Invoke")!.GetParameters().Select(parameter => parameter.ParameterType)])!.CreateDelegate<T>(network);
}
