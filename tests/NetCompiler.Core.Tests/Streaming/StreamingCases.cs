using System.Collections.Generic;
using System.Linq;
using NetCompiler.Core.Common;
using NetCompiler.Core.Declarations;
using NetCompiler.Core.Tests.Emission;

namespace NetCompiler.Core.Tests.Streaming;

/// <summary>Networks that stream, by name: every layer that has such a form, with its options.</summary>
internal static class StreamingCases
{
    /// <summary>Steps of the whole sequence.</summary>
    public const int Steps = 14;

    public static IReadOnlyDictionary<string, LineDeclaration[]> All { get; } = new Dictionary<string, LineDeclaration[]>
    {
        ["Linear"] = [Sequence(3), Declare.Linear(5), Declare.Line("ReLU"), Declare.Linear(2)],
        ["activations"] = [Sequence(4), Declare.Line("Tanh"), Declare.Line("SiLU"), Declare.Line("Softmax")],
        ["norms over features"] = [Sequence(6), Declare.Line("LayerNorm"), Declare.Linear(4), Declare.Line("RMSNorm"), Declare.Line("Dropout")],
        ["a reference back"] = [Sequence(4), Line("Linear", ("outputs", 4), ("Name", "first")), Declare.Line("Tanh"), Line("Add", ("names", Names("first")))],
        ["RNN"] = [Sequence(3), Line("RNN", ("hidden", 5))],
        ["RNN with relu, two layers"] = [Sequence(2), Line("RNN", ("hidden", 16), ("Nonlinearity", "ReLU"), ("Layers", 2)), Declare.Linear(1)],
        ["RNN without bias"] = [Sequence(1), Line("RNN", ("hidden", 1), ("Bias", false))],
        ["LSTM of 20 units"] = [Sequence(1), Line("LSTM", ("hidden", 20)), Declare.Linear(1)],
        ["LSTM of 16 units"] = [Sequence(3), Line("LSTM", ("hidden", 16))],
        ["LSTM of 40 units"] = [Sequence(5), Line("LSTM", ("hidden", 40)), Declare.Linear(3)],
        ["LSTM of 64 units"] = [Sequence(17), Line("LSTM", ("hidden", 64)), Declare.Linear(2)],
        ["LSTM without bias, three layers"] = [Sequence(2), Line("LSTM", ("hidden", 4), ("Layers", 3), ("Bias", false))],
        ["LSTM with a projection"] = [Sequence(2), Line("LSTM", ("hidden", 7), ("Projection", 3), ("Layers", 2)), Declare.Linear(2)],
        ["LSTM with peepholes"] = [Sequence(2), Line("LSTM", ("hidden", 5), ("Peepholes", true))],
        ["GRU of 20 units"] = [Sequence(1), Line("GRU", ("hidden", 20)), Declare.Linear(1)],
        ["GRU of 48 units"] = [Sequence(4), Line("GRU", ("hidden", 48))],
        ["GRU with the original reset gate"] = [Sequence(3), Line("GRU", ("hidden", 6), ("ResetAfter", false), ("Layers", 2)), Declare.Linear(2)],
        ["Last"] = [Sequence(3), Line("GRU", ("hidden", 4)), Declare.Line("Last"), Declare.Linear(2)],
        ["Mean"] = [Sequence(5), Declare.Line("Mean"), Declare.Linear(3)],
        ["Max"] = [Sequence(5), Declare.Line("Max")],
        ["AttentionPool"] = [Sequence(6), Declare.Line("AttentionPool"), Declare.Linear(3)],
        ["activations with an axis or parameters"] = [Sequence(6), Line("PReLU", ("parameters", 6)), Declare.Line("GLU"), Declare.Line("Mish"), Declare.Line("LogSoftmax")],
        ["parts of features"] = [Sequence(6), Line("Split", ("names", Names("a", "b"))), Declare.Line("SELU"), Line("Subtract", ("names", Names("b"))), Line("Slice", ("start", 1), ("Axis", -1))],
        ["arithmetic"] =
        [
            Sequence(4), Line("Softplus", ("Name", "a")), Line("Add", ("number", 0.5)), Line("Pow", ("exponent", "a")), Line("Divide", ("names", Names("a"))), Line("ReduceSum", ("axes", Extents(-1))),
        ],
        ["product by a parameter"] = [Line("Parameter", ("shape", Extents(5, 3)), ("Name", "w")), Sequence(5), Line("MatMul", ("value", "w"))],
        ["sum"] = [Sequence(5), Line("ReduceSum", ("axes", Extents(0))), Declare.Linear(2)],
        ["mean of steps and features"] = [Sequence(5), Line("ReduceMean", ("axes", Extents(0, 1)))],
        ["maximum that stays an axis"] = [Sequence(5), Line("ReduceMax", ("axes", Extents(0)), ("KeepDims", true)), Declare.Line("Flatten")],
        ["causal convolution"] = [Sequence(3), Line("Conv1d", ("outputs", 5), ("kernel", 3), ("Causal", true)), Declare.Line("ReLU"), Declare.Linear(2)],
        ["causal convolution by padding, gaps"] = [Sequence(16), Line("Conv1d", ("outputs", 16), ("kernel", 2), ("Padding", 4), ("PaddingEnd", 0), ("Dilation", 4))],
        ["causal convolution in groups, of one"] = [Sequence(4), Line("Conv1d", ("outputs", 8), ("kernel", 3), ("Causal", true), ("Groups", 2)), Line("Conv1d", ("outputs", 3), ("kernel", 1), ("Causal", true))],
        ["residual convolutions"] =
        [
            Sequence(8), Line("Conv1d", ("outputs", 8), ("kernel", 2), ("Causal", true), ("Name", "a")), Declare.Line("Tanh"),
            Line("Conv1d", ("outputs", 8), ("kernel", 2), ("Causal", true), ("Dilation", 2)), Line("Add", ("names", Names("a"))), Line("LSTM", ("hidden", 8)),
        ],
        ["causal maxima"] = [Sequence(5), Line("MaxPool1d", ("window", 3), ("Stride", 1), ("Causal", true))],
        ["causal means"] = [Sequence(5), Line("AvgPool1d", ("window", 4), ("Stride", 1), ("Causal", true)), Declare.Linear(2)],
        ["causal means without padding"] = [Sequence(5), Line("AvgPool1d", ("window", 3), ("Stride", 1), ("Causal", true), ("CountIncludePad", false))],
        ["attention"] = [Sequence(8), Line("MultiHeadAttention", ("heads", 2), ("Causal", true)), Declare.Linear(3)],
        ["attention with rotary positions"] = [Sequence(16), Line("MultiHeadAttention", ("heads", 2), ("Causal", true), ("Rotary", 10000.0), ("Bias", false))],
        ["learned positions"] = [Sequence(6), Declare.Line("PositionalEmbedding"), Declare.Linear(2)],
        ["sines and cosines of positions"] = [Sequence(8), Line("PositionalEmbedding", ("Kind", "Sinusoidal")), Line("MultiHeadAttention", ("heads", 1), ("Causal", true))],
        ["transformer"] =
        [
            Sequence(8), Declare.Line("PositionalEmbedding"), Line("TransformerEncoderLayer", ("heads", 2), ("feedforward", 16), ("Causal", true)),
            Line("TransformerEncoderLayer", ("heads", 4), ("feedforward", 8), ("Causal", true), ("NormFirst", true)), Declare.Line("Mean"),
        ],
        ["tokens"] =
        [
            Line("Input", ("shape", Extents()), ("Steps", Steps), ("Element", "Int32"), ("Vocabulary", 11)), Line("Embedding", ("count", 11), ("width", 6)), Line("GRU", ("hidden", 9)), Declare.Linear(11),
        ],
        ["two inputs"] =
        [
            Line("Input", ("shape", Extents(2)), ("Steps", Steps), ("Name", "left")),
            Line("Input", ("shape", Extents(3)), ("Steps", Steps), ("Name", "right"), ("LengthsOf", "left")),
            Line("From", ("value", "left")), Line("GRU", ("hidden", 4), ("Name", "a")),
            Line("From", ("value", "right")), Line("Linear", ("outputs", 4), ("Name", "b")),
            Line("Add", ("names", Names("a"))), Line("Output", ("names", Names("a", "b"))),
        ],
    };

    /// <summary>Those with one input of floats and one output.</summary>
    public static IReadOnlyList<string> OfOneInput => [.. All.Keys.Where(name => All[name].All(line => line.Kind is not ("Output" or "Embedding")))];

    /// <summary>An input of so many features a step.</summary>
    public static LineDeclaration Sequence(int features) => Line("Input", ("shape", Extents(features)), ("Steps", Steps));

    public static NetworkDeclaration Network(string name, params LineDeclaration[] lines) =>
        Declare.Network(name, [("Batch", ArgumentValue.Of(3)), ("Streaming", ArgumentValue.Of(true))], lines);

    public static LineDeclaration Line(string kind, params (string Name, object Value)[] arguments) => Declare.Line(kind, [.. arguments.Select(argument => (argument.Name, argument.Value switch
    {
        int number => ArgumentValue.Of((long)number),
        bool flag => ArgumentValue.Of(flag),
        double real => ArgumentValue.Of(real),
        string text => ArgumentValue.Of(text),
        _ => (ArgumentValue)argument.Value,
    }))]);

    public static ArgumentValue Extents(params int[] extents) => ArgumentValue.Of(extents.Select(extent => ArgumentValue.Of((long)extent)).ToEquatableArray());

    public static ArgumentValue Names(params string[] names) => ArgumentValue.Of(names.Select(ArgumentValue.Of).ToEquatableArray());
}
