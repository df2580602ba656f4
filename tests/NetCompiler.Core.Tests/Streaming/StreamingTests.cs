using System;
using System.Collections.Generic;
using System.Linq;
using NetCompiler.Core.Declarations;
using NetCompiler.Core.Tests.Emission;
using Xunit;

namespace NetCompiler.Core.Tests.Streaming;

/// <summary>Emitted streaming steps through the members that users call, against the whole sequence in double.</summary>
public sealed class StreamingTests
{
    // Errors of tanh and sigmoid of a few steps, against outputs around 1.
    private const double Tolerance = 5e-6;

    private static readonly Lazy<EmittedAssembly> s_emitted = new(() =>
        EmittedCompilation.Load(StreamingCases.OfOneInput.Select((name, i) => StreamingCases.Network(NameOf(name), StreamingCases.All[name]))));

    public static IEnumerable<TheoryDataRow<string>> Names => StreamingCases.OfOneInput.Select(name => new TheoryDataRow<string>(name));

    [Theory]
    [MemberData(nameof(Names))]
    public void Steps_give_what_the_whole_sequence_gives(string name)
    {
        (StreamingNetwork network, StreamingReference reference) = Make(name);
        for (int round = 0; round < 2; round++)
        {
            for (int t = 0; t < StreamingCases.Steps; t++)
            {
                float[] output = new float[network.OutputLength];
                network.Step(reference.InputAt("input", t), output);
                AssertClose(reference.Expected("output", t)!, output, $"step {t} of round {round}");
            }

            network.ResetState();
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_block_is_its_steps_bit_by_bit(string name)
    {
        (StreamingNetwork network, StreamingReference reference) = Make(name);
        float[] input = reference.Inputs["input"];
        float[] steps = Steps(network, input);
        network.ResetState();
        float[] blocks = new float[steps.Length];
        int from = 0;
        foreach (int count in new[] { 1, 5, 2, StreamingCases.Steps - 8 })
        {
            network.StepBlock(input.AsSpan(from * network.InputLength, count * network.InputLength), count, blocks.AsSpan(from * network.OutputLength, count * network.OutputLength));
            from += count;
        }

        Assert.Equal(steps, blocks);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_saved_state_goes_on_where_it_was_saved(string name)
    {
        const int Before = 5;
        (StreamingNetwork network, StreamingReference reference) = Make(name);
        float[] input = reference.Inputs["input"];
        Steps(network, input.AsSpan(0, Before * network.InputLength).ToArray());
        float[] state = new float[network.StateLength];
        network.SaveState(state);
        float[] rest = input.AsSpan(Before * network.InputLength).ToArray();
        float[] once = Steps(network, rest);
        network.LoadState(state);
        Assert.Equal(once, Steps(network, rest));
        StreamingNetwork session = network.CreateSession();
        session.LoadState(state);
        Assert.Equal(once, Steps(session, rest));
    }

    /// <summary>They share a workspace, and a sequence that is no number leaves none in it.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void Whole_sequences_between_steps_leave_the_stream_alone(string name)
    {
        (StreamingNetwork network, StreamingReference reference) = Make(name);
        float[] input = reference.Inputs["input"];
        float[] alone = Steps(network, input);
        network.ResetState();
        float[] nothing = new float[input.Length];
        nothing.AsSpan().Fill(float.NaN);
        float[] whole = new float[network.WholeOutputLength];
        float[] disturbed = new float[alone.Length];
        for (int t = 0; t < StreamingCases.Steps; t++)
        {
            network.Forward(nothing, whole);
            network.Step(input.AsSpan(t * network.InputLength, network.InputLength), disturbed.AsSpan(t * network.OutputLength, network.OutputLength));
        }

        Assert.Equal(alone, disturbed);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Sessions_have_streams_of_their_own(string name)
    {
        (StreamingNetwork network, StreamingReference reference) = Make(name);
        float[] input = reference.Inputs["input"];
        StreamingNetwork session = network.CreateSession();
        float[] alone = Steps(network, input);
        network.ResetState();
        float[][] mixed = [new float[alone.Length], new float[alone.Length]];
        for (int t = 0; t < StreamingCases.Steps; t++)
        {
            ReadOnlySpan<float> x = input.AsSpan(t * network.InputLength, network.InputLength);
            network.Step(x, mixed[0].AsSpan(t * network.OutputLength, network.OutputLength));
            session.Step(x, mixed[1].AsSpan(t * network.OutputLength, network.OutputLength));
        }

        Assert.Equal(alone, mixed[0]);
        Assert.Equal(alone, mixed[1]);
    }

    [Fact]
    public void Spans_of_another_length_are_refused()
    {
        (StreamingNetwork network, _) = Make("Linear");

        Assert.Contains("'input' has 2", Assert.Throws<ArgumentException>(() => network.Step(new float[2], new float[2])).Message);
        Assert.Contains("'output' has 3", Assert.Throws<ArgumentException>(() => network.Step(new float[3], new float[3])).Message);
        Assert.Contains("'input' has 6", Assert.Throws<ArgumentException>(() => network.StepBlock(new float[6], 3, new float[6])).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => network.StepBlock([], 0, []));
        float[] both = new float[5];
        Assert.Contains("overlap", Assert.Throws<ArgumentException>(() => network.Step(both.AsSpan(0, 3), both.AsSpan(2, 2))).Message);
        (network, _) = Make("RNN");
        Assert.Contains($"has {network.StateLength} elements (StateLength), and the span 3", Assert.Throws<ArgumentException>(() => network.SaveState(new float[3])).Message);
        Assert.Throws<ArgumentException>(() => network.LoadState([]));
    }

    [Fact]
    public void A_million_steps_allocate_nothing()
    {
        (StreamingNetwork network, StreamingReference reference) = Make("LSTM of 20 units");
        float[] input = reference.Inputs["input"];
        float[] output = new float[1];
        void Run(int steps)
        {
            for (int step = 0; step < steps; step++)
            {
                network.Step(input.AsSpan(step % StreamingCases.Steps, 1), output);
            }
        }

        Run(1000);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Run(1_000_000);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.True(float.IsFinite(output[0]));
    }

    /// <summary>Weights that halve the state at every step, and an impulse: after 200 steps of silence everything is exactly 0.</summary>
    [Theory]
    [InlineData("RNN without bias")]
    [InlineData("RNN with relu, two layers")]
    [InlineData("LSTM without bias, three layers")]
    public void State_that_decays_reaches_exactly_zero(string name)
    {
        StreamingReference reference = new(StreamingCases.Network("Decaying", StreamingCases.All[name]), seed: 1);
        StreamingNetwork network = StreamingNetwork.Of(TypeOf(name), reference.Parameters.ToDictionary(
            parameter => parameter.Key, parameter => parameter.Key.Contains("bias") ? new float[parameter.Value.Length] : parameter.Value.Select(value => 0.3f * value).ToArray()));
        float[] state = new float[network.StateLength];
        float[] output = new float[network.OutputLength];
        float[] input = new float[network.InputLength];
        input.AsSpan().Fill(1);
        network.Step(input, output);
        network.SaveState(state);
        Assert.Contains(state, value => value != 0);
        input.AsSpan().Clear();
        for (int t = 0; t < 2000; t++)
        {
            network.Step(input, output);
            network.SaveState(state);
            Assert.DoesNotContain(state, float.IsSubnormal);
        }

        Assert.All(state, value => Assert.Equal(0, value));
    }

    private static string NameOf(string name) => "Case" + StreamingCases.OfOneInput.ToList().IndexOf(name);

    private static Type TypeOf(string name)
    {
        Assert.False(s_emitted.Value.Problems.TryGetValue("Emitted." + NameOf(name), out string? problem), problem);
        return s_emitted.Value.Assembly.GetType("Emitted." + NameOf(name), throwOnError: true)!;
    }

    private static (StreamingNetwork Network, StreamingReference Reference) Make(string name)
    {
        var reference = new StreamingReference(StreamingCases.Network(NameOf(name), StreamingCases.All[name]), seed: 11);
        return (StreamingNetwork.Of(TypeOf(name), reference.Parameters), reference);
    }

    private static float[] Steps(StreamingNetwork network, float[] input)
    {
        int steps = input.Length / network.InputLength;
        float[] output = new float[steps * network.OutputLength];
        for (int t = 0; t < steps; t++)
        {
            network.Step(input.AsSpan(t * network.InputLength, network.InputLength), output.AsSpan(t * network.OutputLength, network.OutputLength));
        }

        return output;
    }

    private static void AssertClose(double[] expected, float[] actual, string what)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.True(Math.Abs(expected[i] - actual[i]) <= Tolerance * (1 + Math.Abs(expected[i])), $"{what}: element {i} is {actual[i]:G9}, expected {expected[i]:G9}.");
        }
    }
}
