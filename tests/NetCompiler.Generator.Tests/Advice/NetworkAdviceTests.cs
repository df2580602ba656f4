using System.Collections.Immutable;
using System.Globalization;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using NetCompiler.Generator.Tests.Helpers;
using Xunit;

namespace NetCompiler.Generator.Tests.Advice;

/// <summary>What is legal and hardly meant: the ID, the text under the squiggle, what the message must name; and what is near to it and meant.</summary>
public sealed class NetworkAdviceTests
{
    private const string Block = "\n[Block, Linear(8)] public class Piece;\n[Block, Softmax] public class Probabilities;\n[Block, Linear(Arg.A), Linear(Arg.A)] public class Twice;"
        + "\n[Block, Linear(8), Linear(8), Add(\"input\")] public class Residual;";

    [Theory]
    [InlineData("NC0020", "Input(4), Linear(3), [|Softmax|], SoftmaxCrossEntropy", "1 Softmax: [SoftmaxCrossEntropy] takes logits and applies the softmax itself")]
    [InlineData("NC0020", "Input(4), Linear(1), [|Sigmoid|], BinaryCrossEntropyWithLogits", "1 Sigmoid: [BinaryCrossEntropyWithLogits] takes logits and applies the sigmoid itself")]
    [InlineData("NC0020", "Input(4), Linear(3), [|Softmax(Name = \"p\")|], SoftmaxCrossEntropy(Value = \"p\")", "p Softmax")]
    [InlineData("NC0020", "Input(4), Linear(3), [|Use<Probabilities>|], SoftmaxCrossEntropy", "1.0 Softmax")]
    [InlineData("NC0020", "Input(2, Steps = 5), GRU(4), Linear(3), [|Softmax|], CTC(3)", "[CTC] takes logits")]
    [InlineData("NC0021", "Input(4), Linear(8), [|Linear(3)|]", "1 Linear: between it and 0 Linear there is nothing", "[Linear(3)]")]
    [InlineData("NC0021", "Input(4), Linear(8), [|Use<Piece>|]", "1.0 Linear: between it and 0 Linear")]
    [InlineData("NC0021", "Input(4), Use<Piece>, [|Linear(8)|]", "1 Linear: between it and 0.0 Linear")]
    [InlineData("NC0021", "Input(4), [|Use<Twice>(6, Name = \"a\")|]", "a.1 Linear: between it and a.0 Linear")]
    [InlineData("NC0021", "Input(8), [|Use<Residual>|]", "0.1 Linear: between it and 0.0 Linear")]
    [InlineData("NC0022", "Input(4), Linear(8), [|Dropout|], Linear(6), ReLU, BatchNorm1d, SoftmaxCrossEntropy", "1 Dropout: 4 BatchNorm1d behind it", "Li et al. 2019")]
    [InlineData("NC0022", "Input(3, 8, 8), [|Dropout2d(0.1)|], Conv2d(8, 3, Bias = false), BatchNorm2d, Flatten, SoftmaxCrossEntropy", "0 Dropout2d: 2 BatchNorm2d")]
    [InlineData("NC0023", "Input(4), Linear(8), [|ReLU(Name = \"stem\")|], Linear(3)", "stem ReLU: no line refers to the name 'stem'")]
    [InlineData("NC0024", "Input(4), Linear(1), [|ReLU|], MeanSquaredError", "1 ReLU: it keeps what [MeanSquaredError] compares with targets between 0 and infinity")]
    [InlineData("NC0024", "Input(4), Linear(1), [|Sigmoid|], MeanSquaredError", "between 0 and 1")]
    [InlineData("NC0024", "Input(4), Linear(1), [|Tanh|], MeanSquaredError", "between -1 and 1")]
    [InlineData("NC0024", "Input(4), Linear(1), [|ReLU6|], MeanSquaredError", "between 0 and 6")]
    [InlineData("NC0024", "Input(4), Linear(1), [|Softplus|], MeanSquaredError", "between 0 and infinity")]
    [InlineData("NC0024", "Input(4), Linear(1), [|HardTanh(-2, 3)|], MeanSquaredError", "between -2 and 3")]
    [InlineData("NC0024", "Input(4), Linear(1), [|LogSigmoid|], MeanSquaredError", "between minus infinity and 0")]
    [InlineData("NC0024", "Input(4), Linear(1), [|Map(nameof(Mine))|], MeanSquaredError", "between 1 and 3")]
    [InlineData("NC0024", "Input(4), Linear(3), [|ReLU|], SoftmaxCrossEntropy", "1 ReLU: it keeps the logits that [SoftmaxCrossEntropy] takes between 0 and infinity")]
    [InlineData("NC0024", "Input(4), Linear(3), [|Tanh|], BinaryCrossEntropyWithLogits", "between -1 and 1")]
    [InlineData("NC0025", "Input(4), Linear(8, Name = \"a\"), [|Tanh|], From(\"a\"), Linear(3)", "1 Tanh: nothing uses its value")]
    [InlineData("NC0021", "Input(4), Linear(8), Identity, [|Linear(3)|]", "2 Linear: between it and 0 Linear there is nothing")]
    [InlineData("NC0025", "Input(4), [|Split(\"a\", \"b\")|], From(\"input\"), Linear(3)", "Split: nothing uses its value")]
    [InlineData("NC0025", "Input(4, Name = \"left\"), [|Input(4, Name = \"right\")|], From(\"left\"), Linear(3)", "right Input: nothing uses its value")]
    [InlineData("NC0025", "Input(4), [|Parameter(4, Name = \"w\")|], Linear(3)", "w Parameter: nothing uses its value")]
    [InlineData("NC0025", "Input(4), Linear(4, Name = \"a\"), [|Use<Piece>|], From(\"a\")", "1.0 Linear: nothing uses its value")]
    [InlineData("NC0026", "Input(4), [|Linear(8)|], BatchNorm1d, ReLU", "0 Linear: 1 BatchNorm1d subtracts the mean", "Bias = false")]
    [InlineData("NC0026", "Input(3, 8, 8), [|Conv2d(8, 3)|], BatchNorm2d", "0 Conv2d: 1 BatchNorm2d")]
    [InlineData("NC0026", "Input(3, 8, 8), [|Conv2d(8, 3)|], BatchNorm2d(Affine = false)", "0 Conv2d: 1 BatchNorm2d")]
    [InlineData("NC0027", "Input(4), Linear(1), [|Softmax|]", "1 Softmax: its operand 0 Linear has shape [1]", "[Sigmoid]")]
    [InlineData("NC0028", "Input(4), Linear(3), [|Dropout|], SoftmaxCrossEntropy", "1 Dropout: it drops predictions themselves")]
    [InlineData("NC0029", "Input(1, 8, 8), Conv2d(16, 3), ReLU, [|Linear(3)|], SoftmaxCrossEntropy", "2 Linear: its operand has shape [16, 6, 6], feature maps of 0 Conv2d", "[16, 6, 3]", "[Flatten]")]
    [InlineData("NC0029", "Input(1, 8, 8), Conv2d(16, 3), MaxPool2d(2), Dropout, [|Linear(3)|], SoftmaxCrossEntropy", "feature maps of 1 MaxPool2d")]
    [InlineData("NC0030", "[|Input(32, 32, 3)|], Conv2d(8, 3)", "Input: its shape [32, 32, 3] looks like [height, width, channels]", "[Input(3, 32, 32)]")]
    [InlineData("NC0030", "[|Input(16, 24, 1, Name = \"image\")|], MaxPool2d(2, Padding = 1)", "[Input(1, 16, 24)]")]
    [InlineData("NC0031", "Input(4), Linear(8), ReLU, [|ReLU|], Linear(3)", "2 ReLU: its operand 1 ReLU is never negative")]
    [InlineData("NC0031", "Input(1, 8, 8), Conv2d(8, 3), ReLU, MaxPool2d(2), [|ReLU|]", "3 ReLU: its operand 2 MaxPool2d")]
    [InlineData("NC0031", "Input(4), Linear(8), Sigmoid, [|ReLU|]", "2 ReLU")]
    public async Task Said(string id, string lines, params string[] words)
    {
        Marked marked = Marked.Parse("using NetCompiler;\n[Network, " + lines + "]\npublic partial class Net { static float Mine(float x) => 2 + System.MathF.Tanh(x); }" + Block);

        Diagnostic diagnostic = Assert.Single(await Analysis.OfAsync(marked.Source));

        Assert.Equal(id, diagnostic.Id);
        Assert.Equal(marked.Source.Substring(marked.Span.Start, marked.Span.Length), Expect.TextOf(diagnostic.Location));
        Assert.Equal(marked.Span, diagnostic.Location.SourceSpan);
        Assert.All(words, word => Assert.Contains(word, diagnostic.GetMessage(CultureInfo.InvariantCulture)));
    }

    [Theory]
    [InlineData("Input(4), Linear(3), Softmax")]
    [InlineData("Input(4), Linear(3, Name = \"logits\"), Softmax, SoftmaxCrossEntropy(Value = \"logits\")")]
    [InlineData("Input(8), Linear(2), Linear(8), MeanSquaredError(Target = \"input\")")]
    [InlineData("Input(4), Linear(8), Dropout, Linear(3), SoftmaxCrossEntropy")]
    [InlineData("Input(4), Linear(8, Name = \"a\"), Linear(8), Add(\"a\")")]
    [InlineData("Input(4), Linear(8, Name = \"code\"), Linear(3, Name = \"y\"), Output(\"code\", \"y\")")]
    [InlineData("Input(8), Linear(8, Name = \"a\"), Linear(8, Shares = \"a\")")]
    [InlineData("Input(4), Linear(8, Bias = false), Dropout(0), BatchNorm1d, Linear(3), SoftmaxCrossEntropy")]
    [InlineData("Input(4), Linear(8, Bias = false), BatchNorm1d, ReLU, Dropout, Linear(3), SoftmaxCrossEntropy")]
    [InlineData("Input(4), Linear(8), ActivityRegularization(L1 = 0.1), Linear(3), SoftmaxCrossEntropy")]
    [InlineData("Input(4), Linear(8), AlphaDropout, Linear(6, Bias = false), BatchNorm1d, SoftmaxCrossEntropy")]
    [InlineData("Input(4), Split(\"a\", \"b\"), From(\"b\"), Linear(3)")]
    [InlineData("Input(4, 1), Softmax(Axis = 0)")]
    [InlineData("Input(4), Linear(8), LayerNorm, Dropout, Linear(6), LayerNorm, Linear(3), SoftmaxCrossEntropy")]
    [InlineData("Input(4), Linear(8, Name = \"fc1\"), ReLU, Linear(3, Name = \"fc2\")")]
    [InlineData("Input(4), ReLU(Name = \"a\"), Linear(4), Add(\"a\")")]
    [InlineData("Input(4, Name = \"x\"), Linear(1), MeanSquaredError(Target = \"price\")")]
    [InlineData("Input(2, 8, 8, Element = ElementType.UInt8, Scale = 1.0 / 255, Name = \"x\"), Conv2d(2, 3, Padding = 1), Sigmoid, MeanSquaredError(Target = \"x\")")]
    [InlineData("Input(4), Linear(1), LeakyReLU, MeanSquaredError")]
    [InlineData("Input(4), Linear(1), GELU, MeanSquaredError")]
    [InlineData("Input(4), Linear(8), Tanh, Linear(1), MeanSquaredError")]
    [InlineData("Input(4), Linear(4), Sigmoid, Multiply(\"input\"), MeanSquaredError")]
    [InlineData("Input(3, 8), Linear(6), BatchNorm1d")]
    [InlineData("Input(3, 8, 8), Conv2d(8, 3, Name = \"a\"), BatchNorm2d, Add(\"a\")")]
    [InlineData("Input(3, 32, 32), Conv2d(8, 3)")]
    [InlineData("Input(32, 32, 32), Conv2d(8, 3)")]
    [InlineData("Input(4, Steps = 7), GRU(6), Linear(3), SoftmaxCrossEntropy")]
    [InlineData("Input(4, Steps = 7, Name = \"a\"), Input(4, Steps = 7, LengthsOf = \"a\", Name = \"b\"), From(\"b\"), Mean, Linear(3)")]
    [InlineData("Input(4), Linear(4), Tanh, ReLU")]
    [InlineData("Input(4), Linear(8), Dropout, Linear(3)")]
    public async Task Not_said(string lines) => Assert.Empty(await Analysis.OfAsync(Source(lines)));

    [Fact]
    public async Task Line_of_a_block_is_told_once_for_each_line_that_places_it()
    {
        ImmutableArray<Diagnostic> diagnostics = await Analysis.OfAsync(Source("Input(6), Use<Twice>(6, Times = 3), Tanh, Use<Twice>(6)"));

        Assert.Equal(["Use<Twice>(6, Times = 3)", "Use<Twice>(6, Times = 3)", "Use<Twice>(6)"], diagnostics.Select(diagnostic => Expect.TextOf(diagnostic.Location)));
        Assert.All(diagnostics, diagnostic => Assert.Equal("NC0021", diagnostic.Id));
    }

    [Fact]
    public async Task Line_of_a_block_is_an_additional_place()
    {
        Diagnostic diagnostic = Assert.Single(await Analysis.OfAsync(Source("Input(4), Linear(8, Name = \"first\"), Use<Piece>")));

        Assert.Equal(["Linear(8)", "Linear(8, Name = \"first\")"], diagnostic.AdditionalLocations.Select(Expect.TextOf));
    }

    [Fact]
    public async Task Network_with_an_error_has_that_to_mend_first()
    {
        ImmutableArray<Diagnostic> diagnostics = await Analysis.AllAsync(TestCompilation.Create(Source("Input(4), Linear(8), Linear(8), Add(\"x\")")));

        Assert.Equal("NC0103", Assert.Single(diagnostics).Id);
    }

    [Fact]
    public async Task Pragmas_silence_it()
    {
        Assert.Empty(await Analysis.OfAsync("using NetCompiler;\n#pragma warning disable NC0021\n[Network, Input(4), Linear(8), Linear(8)]\npublic partial class Net;\n#pragma warning restore NC0021"));
    }

    [Theory]
    [InlineData(ReportDiagnostic.Suppress, null)]
    [InlineData(ReportDiagnostic.Error, DiagnosticSeverity.Error)]
    [InlineData(ReportDiagnostic.Info, DiagnosticSeverity.Info)]
    public async Task Editorconfig_silences_and_raises_it(ReportDiagnostic setting, DiagnosticSeverity? expected)
    {
        CSharpCompilation compilation = TestCompilation.Create(Source("Input(4), Linear(8), Linear(8)"));
        compilation = compilation.WithOptions(compilation.Options.WithSyntaxTreeOptionsProvider(new Setting("NC0021", setting)));

        ImmutableArray<Diagnostic> diagnostics = await Analysis.OfAsync(compilation);

        Assert.Equal(expected, diagnostics.SingleOrDefault()?.Severity);
    }

    private static string Source(string lines) => "using NetCompiler;\n[Network, " + lines + "]\npublic partial class Net;" + Block;

    // What the compiler makes of dotnet_diagnostic.ID.severity in a file called .editorconfig.
    private sealed class Setting(string id, ReportDiagnostic severity) : SyntaxTreeOptionsProvider
    {
        public override GeneratedKind IsGenerated(SyntaxTree tree, CancellationToken cancellationToken) => GeneratedKind.Unknown;

        public override bool TryGetDiagnosticValue(SyntaxTree tree, string diagnosticId, CancellationToken cancellationToken, out ReportDiagnostic value)
        {
            value = severity;
            return diagnosticId == id;
        }

        public override bool TryGetGlobalDiagnosticValue(string diagnosticId, CancellationToken cancellationToken, out ReportDiagnostic value)
        {
            value = default;
            return false;
        }
    }
}
