using System.Collections.Generic;
using System.Linq;
using NetCompiler.Core.Building;
using NetCompiler.Core.Common;
using NetCompiler.Core.Declarations;
using NetCompiler.Core.Tests.Emission;
using Xunit;
using static NetCompiler.Core.Tests.Emission.Declare;

namespace NetCompiler.Core.Tests.Layers;

/// <summary>What embeddings, attention and layers of transformers refuse, in words that show both shapes.</summary>
public sealed class AttentionMessageTests
{
    public static TheoryData<string, string[]> Mistakes => new()
    {
        { "embedding of numbers", ["is of real numbers", "[4, 6]", "Vocabulary = 65"] },
        { "embedding of too few", ["has 5 vectors", "0 to 8", "[Embedding(9, 3)]", "Vocabulary = 5"] },
        { "padding outside", ["PaddingIndex is 9", "0 to 8"] },
        { "attention of a vector", ["query", "[12]", "[steps, features]"] },
        { "heads that do not divide", ["6 features", "[4, 6]", "4 heads"] },
        { "mask of another shape", ["'mask'", "[4, 5]", "[4, 4]"] },
        { "values of other steps", ["[4, 6]", "[3, 6]", "4 steps", "for 3"] },
        { "rotary of odd features", ["Rotary", "has 3", "even"] },
        { "rotary base", ["Rotary is 0.5", "above 1"] },
        { "positions of a vector", ["[12]", "[steps, features]"] },
        { "odd sinusoids", ["[4, 5]", "5 features", "even"] },
        { "encoder of heads that do not divide", ["6 features", "4 heads"] },
        { "decoder without sequence", ["memory", "[7]"] },
        { "pooling of a vector", ["operand", "[12]", "no sequence"] },
        { "ignored index out of the integers", ["IgnoreIndex"] },
    };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void The_message_says_what_is_wrong(string name, string[] words)
    {
        NetworkDeclaration declaration = Network("Wrong", [], Lines(name));
        (NetworkModel? model, CompileError? error) = NetworkBuilder.Build(declaration, NetworkMode.Inference, TestContext.Current.CancellationToken);

        Assert.Null(model);
        Assert.All(words, word => Assert.Contains(word, error!.Message, System.StringComparison.Ordinal));
    }

    private static LineDeclaration[] Lines(string name) => name switch
    {
        "embedding of numbers" => [Sequence(6), Line("Embedding", Number("count", 9), Number("width", 3))],
        "embedding of too few" => [Tokens(9), Line("Embedding", Number("count", 5), Number("width", 3))],
        "padding outside" => [Tokens(9), Line("Embedding", Number("count", 9), Number("width", 3), Number("PaddingIndex", 9))],
        "attention of a vector" => [Input(12), Line("MultiHeadAttention", Number("heads", 3))],
        "heads that do not divide" => [Sequence(6), Line("MultiHeadAttention", Number("heads", 4))],
        "mask of another shape" =>
        [
            Sequence(6),
            Line("Parameter", ("shape", ArgumentValue.Of(EquatableArray.Of(ArgumentValue.Of(4L), ArgumentValue.Of(5L)))), ("Name", ArgumentValue.Of("mask"))),
            Line("MultiHeadAttention", Number("heads", 2), ("Mask", ArgumentValue.Of("mask"))),
        ],
        "values of other steps" =>
        [
            Named(Input(4, 6), "x"), Named(Input(3, 6), "v"), Line("From", ("value", ArgumentValue.Of("x"))),
            Line("MultiHeadAttention", Number("heads", 2), ("Value", ArgumentValue.Of("v"))),
        ],
        "rotary of odd features" => [Sequence(6), Line("MultiHeadAttention", Number("heads", 2), ("Rotary", ArgumentValue.Of(10000.0)))],
        "rotary base" => [Sequence(4), Line("MultiHeadAttention", Number("heads", 2), ("Rotary", ArgumentValue.Of(0.5)))],
        "positions of a vector" => [Input(12), Line("PositionalEmbedding")],
        "odd sinusoids" => [Sequence(5), Line("PositionalEmbedding", ("Kind", ArgumentValue.Of("Sinusoidal")))],
        "encoder of heads that do not divide" => [Sequence(6), Line("TransformerEncoderLayer", Number("heads", 4))],
        "decoder without sequence" =>
        [
            Named(Input(4, 6), "x"), Named(Input(7), "m"), Line("From", ("value", ArgumentValue.Of("x"))),
            Line("TransformerDecoderLayer", ("memory", ArgumentValue.Of("m")), Number("heads", 2)),
        ],
        "pooling of a vector" => [Input(12), Line("AttentionPool")],
        _ => [Sequence(6), Line("SoftmaxCrossEntropy", ("IgnoreIndex", ArgumentValue.Of("none")))],
    };

    private static LineDeclaration Sequence(int features) => With(Input(features), Number("Steps", 4));

    private static LineDeclaration Tokens(int vocabulary) =>
        With(Input(), Number("Steps", 4), ("Element", ArgumentValue.Of("Int32")), Number("Vocabulary", vocabulary));

    private static LineDeclaration Named(LineDeclaration line, string name) => With(line, ("Name", ArgumentValue.Of(name)));

    private static LineDeclaration With(LineDeclaration line, params (string Name, ArgumentValue Value)[] more) =>
        line with { Arguments = line.Arguments.Concat(more.Select(argument => new ArgumentDeclaration(argument.Name, argument.Value))).ToEquatableArray() };

    private static (string, ArgumentValue) Number(string name, int value) => (name, ArgumentValue.Of((long)value));
}
