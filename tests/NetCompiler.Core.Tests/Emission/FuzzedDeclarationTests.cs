using System;
using System.Collections.Generic;
using System.Linq;
using NetCompiler.Core.Building;
using NetCompiler.Core.Common;
using NetCompiler.Core.Declarations;
using Xunit;
using static NetCompiler.Core.Tests.Emission.Declare;

namespace NetCompiler.Core.Tests.Emission;

/// <summary>Networks that random declarations have shown to be wrong, as small as they could be made.</summary>
public sealed class FuzzedDeclarationTests
{
    private const int Rows = 3;

    private static readonly (string, ArgumentValue)[] s_options = [("Batch", ArgumentValue.Of(Rows)), ("HessianVector", ArgumentValue.Of(true)), ("InputGradient", ArgumentValue.Of(true))];

    // By name, what each begins with; it goes on with two outputs and a loss.
    private static readonly IReadOnlyDictionary<string, LineDeclaration[]> s_networks = new Dictionary<string, LineDeclaration[]>
    {
        // Kernels are stored as matrices, and no convolution is left that says so.
        ["UnreadConvolution"] = [Input(4, 12), Line("Conv1d", ("outputs", ArgumentValue.Of(8L)), ("kernel", ArgumentValue.Of(5L))), FromInput(), Line("Flatten")],
        ["UnreadTransposedConvolution"] = [Input(3, 2, 5), Line("ConvTranspose2d", ("outputs", ArgumentValue.Of(6L)), ("kernel", ArgumentValue.Of(4L))), FromInput(), Line("Flatten")],

        // The statistics of one channel are numbers with more axes than the rows that they meet.
        ["NumberOfMoreAxes"] = [Input(1, 2, 4), Line("BatchNorm2d"), Line("Flatten")],

        // A variable is compared with itself.
        ["LesserOfItself"] = [Input(1, 4), Line("Softsign", ("Name", ArgumentValue.Of("n"))), Line("Minimum", Values("n")), Line("CELU"), Line("Flatten")],
        ["GreatestOfItself"] = [Input(1), Line("Maximum", Values("input", "input", "input"))],
    };

    private static readonly Lazy<EmittedAssembly> s_emitted = new(() => EmittedCompilation.Load(s_networks.Keys.Select(Declaration)));

    public static IEnumerable<TheoryDataRow<string>> Names => s_networks.Keys.Select(name => new TheoryDataRow<string>(name));

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_function_agrees_with_the_interpreter(string name)
    {
        Assert.False(s_emitted.Value.Problems.TryGetValue("Emitted." + name, out string? problem), problem);
        var network = new EmittedNetwork(s_emitted.Value.Assembly.GetType("Emitted." + name, throwOnError: true)!);
        NetworkDeclaration declaration = Declaration(name);
        NetworkModel model = NetworkBuilder.Build(declaration, NetworkMode.Inference, TestContext.Current.CancellationToken).Model!;
        var samples = new NetworkSamples(model, [], Rows, seed: 5);
        foreach (FunctionKind kind in new[] { FunctionKind.Infer, FunctionKind.Evaluate, FunctionKind.Train, FunctionKind.HessianVector, FunctionKind.InputGradient })
        {
            IReadOnlyDictionary<string, ReferenceTensor> reference = ReferenceResults.Run(declaration, kind, samples, TestContext.Current.CancellationToken);
            Dictionary<string, double[]> actual = new FunctionCall(network, samples).Run(kind).Tensors(network.Description).ToDictionary(tensor => tensor.Name, tensor => tensor.Elements);
            foreach ((string result, ReferenceTensor expected) in reference)
            {
                Assert.Equal(expected.Elements.Length, actual[result].Length);
                Assert.All(expected.Elements.Zip(actual[result]), pair => Assert.True(Math.Abs(pair.Second - pair.First) <= expected.Tolerance, $"{kind}: {result} is {pair.Second:R}, not {pair.First:R}; tolerance {expected.Tolerance:G3}"));
            }
        }
    }

    /// <summary>A whole sequence is one input of a streaming step, so that a scan stands in the loop over steps.</summary>
    [Fact]
    public void A_streaming_step_may_contain_a_scan()
    {
        NetworkDeclaration declaration = Network(
            "ScanInStep",
            [("Batch", ArgumentValue.Of(2)), ("Streaming", ArgumentValue.Of(true))],
            Named(Input(2, 3), "whole"),
            Named(Sequence(2, 4), "stream"),
            Line("From", ("value", ArgumentValue.Of("whole"))),
            Line("LSTM", ("hidden", ArgumentValue.Of(2L))),
            Line("TransformerEncoderLayer", ("heads", ArgumentValue.Of(1L)), ("feedforward", ArgumentValue.Of(4L))),
            Line("GlobalAvgPool"),
            Line("MeanAbsoluteError"));
        Assert.NotEmpty(EmittedCompilation.Compile([declaration]));
    }

    private static NetworkDeclaration Declaration(string name) => Network(name, s_options, [.. s_networks[name], Linear(2), Line("MeanSquaredError")]);

    private static LineDeclaration FromInput() => Line("From", ("value", ArgumentValue.Of("input")));

    private static LineDeclaration Named(LineDeclaration line, string name) => line with { Arguments = line.Arguments.Append(new ArgumentDeclaration("Name", ArgumentValue.Of(name))).ToEquatableArray() };

    private static (string, ArgumentValue) Values(params string[] names) => ("names", ArgumentValue.Of(names.Select(ArgumentValue.Of).ToEquatableArray()));
}
