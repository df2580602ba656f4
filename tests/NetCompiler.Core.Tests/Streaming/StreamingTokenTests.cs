using System;
using System.Collections.Generic;
using System.Linq;
using NetCompiler.Core.Tests.Emission;
using Xunit;

namespace NetCompiler.Core.Tests.Streaming;

/// <summary>Emitted steps that take tokens.</summary>
public sealed class StreamingTokenTests
{
    private const int Vocabulary = 11;

    private static readonly Lazy<Type> s_type = new(() =>
    {
        EmittedAssembly emitted = EmittedCompilation.Load([StreamingCases.Network("Tokens", StreamingCases.All["tokens"])]);
        Assert.Empty(emitted.Problems);
        return emitted.Assembly.GetType("Emitted.Tokens", throwOnError: true)!;
    });

    private delegate void TokenStep(ReadOnlySpan<int> input, Span<float> output);

    private delegate void TokenBlock(ReadOnlySpan<int> input, int steps, Span<float> output);

    [Fact]
    public void Steps_give_what_the_whole_sequence_gives()
    {
        var reference = new StreamingReference(StreamingCases.Network("Tokens", StreamingCases.All["tokens"]), seed: 3);
        object network = Make(reference.Parameters);
        TokenStep step = network.GetType().GetMethod("Step")!.CreateDelegate<TokenStep>(network);
        float[] output = new float[Vocabulary];
        for (int t = 0; t < StreamingCases.Steps; t++)
        {
            step([(int)reference.InputAt("input", t)[0]], output);
            foreach ((double expected, float actual) in reference.Expected("output", t)!.Zip(output))
            {
                Assert.Equal(expected, actual, 2e-6 * (1 + Math.Abs(expected)));
            }
        }
    }

    [Fact]
    public void Tokens_out_of_range_are_refused()
    {
        object network = Make(new Dictionary<string, float[]>());
        TokenBlock block = network.GetType().GetMethod("StepBlock")!.CreateDelegate<TokenBlock>(network);
        float[] output = new float[2 * Vocabulary];
        foreach (int wrong in new[] { -1, Vocabulary, int.MaxValue })
        {
            Assert.Contains($"{wrong} at 1 of 'input' is not from 0 to 10", Assert.Throws<ArgumentException>(() => block([3, wrong], 2, output)).Message);
        }
    }

    private static object Make(IReadOnlyDictionary<string, float[]> parameters)
    {
        object network = Activator.CreateInstance(s_type.Value, 0)!;
        var collection = (ParameterCollection)s_type.Value.GetProperty("Parameters")!.GetValue(network)!;
        foreach ((string name, float[] values) in parameters)
        {
            collection[name].CopyFrom(values);
        }

        return network;
    }
}
