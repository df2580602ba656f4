using System;
using System.Collections.Generic;
using System.Linq;

namespace NetCompiler.Benchmarks.Streaming;

/// <summary>One step of a stream: a number in, a number out.</summary>
internal delegate void StreamStep(ReadOnlySpan<float> input, Span<float> output);

/// <summary>Steps of a stream, one after the other.</summary>
internal delegate void StreamBlock(ReadOnlySpan<float> input, int steps, Span<float> output);

/// <summary>The public members of a network of the suite; a call through them costs a nanosecond.</summary>
internal sealed record StreamCalls(ParameterCollection Parameters, StreamStep Step, StreamBlock StepBlock, Action ResetState);

/// <summary>A network that streams.</summary>
/// <param name="Name">The name in results.</param>
/// <param name="Kind">PyTorch's name of its recurrent layer.</param>
/// <param name="Hidden">Its units.</param>
/// <param name="Create">Makes an instance.</param>
internal sealed record StreamNetwork(string Name, string Kind, int Hidden, Func<StreamCalls> Create)
{
    private int Gates => Kind == "LSTM" ? 4 : 3;

    /// <summary>Floating-point operations of the products of one step.</summary>
    public long Operations => 2L * ((Gates * Hidden * (Hidden + 1)) + Hidden);

    /// <summary>Bytes of the parameters.</summary>
    public long Bytes => 4L * ((Gates * Hidden * (Hidden + 3)) + Hidden + 1);
}

/// <summary>The networks whose streaming steps are measured.</summary>
internal static class StreamSuite
{
    private const int Seed = 1;

    /// <summary>All networks, in the order of the tables.</summary>
    public static IReadOnlyList<StreamNetwork> All { get; } =
    [
        new("lstm_1_8_step", "LSTM", 8, () => Of(new LSTM8(Seed), network => network.Parameters, network => network.Step, network => network.StepBlock, network => network.ResetState)),
        new("lstm_1_16_step", "LSTM", 16, () => Of(new LSTM16(Seed), network => network.Parameters, network => network.Step, network => network.StepBlock, network => network.ResetState)),
        new("lstm_1_20_step", "LSTM", 20, () => Of(new LSTM20(Seed), network => network.Parameters, network => network.Step, network => network.StepBlock, network => network.ResetState)),
        new("lstm_1_32_step", "LSTM", 32, () => Of(new LSTM32(Seed), network => network.Parameters, network => network.Step, network => network.StepBlock, network => network.ResetState)),
        new("lstm_1_64_step", "LSTM", 64, () => Of(new LSTM64(Seed), network => network.Parameters, network => network.Step, network => network.StepBlock, network => network.ResetState)),
        new("lstm_1_128_step", "LSTM", 128, () => Of(new LSTM128(Seed), network => network.Parameters, network => network.Step, network => network.StepBlock, network => network.ResetState)),
        new("gru_1_8_step", "GRU", 8, () => Of(new GRU8(Seed), network => network.Parameters, network => network.Step, network => network.StepBlock, network => network.ResetState)),
        new("gru_1_16_step", "GRU", 16, () => Of(new GRU16(Seed), network => network.Parameters, network => network.Step, network => network.StepBlock, network => network.ResetState)),
        new("gru_1_20_step", "GRU", 20, () => Of(new GRU20(Seed), network => network.Parameters, network => network.Step, network => network.StepBlock, network => network.ResetState)),
        new("gru_1_32_step", "GRU", 32, () => Of(new GRU32(Seed), network => network.Parameters, network => network.Step, network => network.StepBlock, network => network.ResetState)),
        new("gru_1_64_step", "GRU", 64, () => Of(new GRU64(Seed), network => network.Parameters, network => network.Step, network => network.StepBlock, network => network.ResetState)),
        new("gru_1_128_step", "GRU", 128, () => Of(new GRU128(Seed), network => network.Parameters, network => network.Step, network => network.StepBlock, network => network.ResetState)),
    ];

    /// <summary>The network of a name.</summary>
    public static StreamNetwork Find(string name) => All.Single(network => network.Name == name);

    private static StreamCalls Of<T>(T network, Func<T, ParameterCollection> parameters, Func<T, StreamStep> step, Func<T, StreamBlock> block, Func<T, Action> reset) =>
        new(parameters(network), step(network), block(network), reset(network));
}
