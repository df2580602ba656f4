using System;
using System.Linq;
using Microsoft.CodeAnalysis;
using NetCompiler.Generator.Tests.Helpers;
using Xunit;

namespace NetCompiler.Generator.Tests;

/// <summary>What is large compiles, and what is too large is refused with the numbers, at the line or at the class.</summary>
public sealed class LimitTests
{
    [Fact]
    public void A_thousand_dense_layers_compile() => CompiledNetworks.Make(
        CompiledNetworks.Strict($"using NetCompiler;\nnamespace App;\n[Network(Batch = 2), Input(8), {string.Concat(Enumerable.Range(0, 1000).Select(i => $"Linear({4 + (i % 5)}), Tanh, "))}Linear(2), MeanSquaredError]\npublic partial class Deep;"),
        "App.Deep");

    [Fact]
    public void A_hundred_million_parameters_compile()
    {
        GeneratorRun run = GeneratorRun.Of(TestCompilation.Create(
            "using NetCompiler; [Network(Batch = 1), Input(10_000), Linear(10_000), ReLU, Linear(10), SoftmaxCrossEntropy] public partial class Large;"));
        Assert.Empty(run.Diagnostics);
        Assert.Contains("ParameterCount = 100110010;", run.Result.GeneratedSources.First().SourceText.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Hundreds_of_branches_of_one_value_compile() => CompiledNetworks.Make(
        CompiledNetworks.Strict($"using NetCompiler;\nnamespace App;\n[Network(Batch = 2), Input(4, Name = \"x\"), {string.Concat(Enumerable.Range(0, 300).Select(i => $"From(\"x\"), Linear(4, Name = \"b{i}\"), "))}From(\"b0\"), Add({string.Join(", ", Enumerable.Range(1, 299).Select(i => $"\"b{i}\""))}), MeanSquaredError]\npublic partial class Wide;"),
        "App.Wide");

    // Lines that are too large by themselves, with what the message must say.
    [Theory]
    [InlineData("Network(Batch = 1_048_576)", "[|Input(300)|]", "1048576", "268,435,456")]
    [InlineData("Network(Batch = 1), Input(20_000)", "[|Linear(20_000)|]", "400,000,000", "268,435,456")]
    [InlineData("Network(Batch = 65_536), Input(4)", "[|Linear(8192)|]", "536,870,912", "268,435,456")]
    [InlineData("Network(Batch = 4096), Input(1, 64, 64)", "[|Conv2d(64, 3, Padding = 1)|]", "4096 samples of its result [64, 64, 64]", "268,435,456")]
    [InlineData("Network(Batch = 1), Input(8)", "[|Use<Piece>(Times = 10_000)|]", "8192", "Times")]
    [InlineData("Network(Batch = 1), Input(8, Steps = 4)", "[|Use<Transformer>(Times = 1000)|]", "30,000", "operations")]
    public void A_line_that_is_too_large_is_refused(string network, string line, string first, string second)
    {
        Marked marked = Marked.Parse($"using NetCompiler; [{network}, {line}] public partial class Net;\n[Block, Linear(8), ReLU] internal class Piece;\n[Block, TransformerEncoderLayer(2, 8)] internal class Transformer;");
        GeneratorRun run = GeneratorRun.Of(TestCompilation.Create(marked.Source));
        Diagnostic diagnostic = Assert.Single(run.Diagnostics);
        Assert.Equal("NC0114", diagnostic.Id);
        Assert.Equal(marked.Span, diagnostic.Location.SourceSpan);
        string message = diagnostic.GetMessage(System.Globalization.CultureInfo.InvariantCulture);
        Assert.Contains(first, message, StringComparison.Ordinal);
        Assert.Contains(second, message, StringComparison.Ordinal);
        Assert.Empty(run.Result.GeneratedSources);
    }

    // Every tensor fits, and all of them together, or with their padding, do not.
    [Theory]
    [InlineData("Network(Batch = 1), Input(16_000), Linear(16_000), Linear(16_000), Linear(16_000), Linear(16_000), Linear(16_000), Linear(16_000), Linear(16_000), Linear(16_000), Linear(16_000)", "the parameters takes 2,304,")]
    [InlineData("Network(Batch = 1), Input(200_000_000), Linear(1)", "takes 3,200,000,000 numbers in memory")]
    [InlineData("Network(Batch = 131_072), Input(1024), Linear(1024), Tanh, Linear(1024), Tanh, Linear(1024), Tanh, Linear(1024), Tanh, Linear(1024), Tanh, Linear(1024), Tanh, Linear(1024), Tanh, Linear(1024), Tanh, Linear(1024), Tanh, "
        + "Linear(1024), Tanh, Linear(1024), Tanh, Linear(1024), Tanh, Linear(1024), Tanh, Linear(1024), Tanh, Linear(1024), Tanh, Linear(1024), Tanh, Linear(1024), Tanh, Linear(1024), Tanh, MeanSquaredError", "the workspace takes 2,")]
    public void What_is_too_large_in_all_is_refused_at_the_class(string lines, string fragment)
    {
        Marked marked = Marked.Parse($"using NetCompiler; [{lines}] public partial class [|Net|];");
        GeneratorRun run = GeneratorRun.Of(TestCompilation.Create(marked.Source));
        Diagnostic diagnostic = Assert.Single(run.Diagnostics);
        Assert.Equal("NC0114", diagnostic.Id);
        Assert.Equal(marked.Span, diagnostic.Location.SourceSpan);
        string message = diagnostic.GetMessage(System.Globalization.CultureInfo.InvariantCulture);
        Assert.Contains(fragment, message, StringComparison.Ordinal);
        Assert.Contains("2,147,483,519", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Blocks_in_blocks_in_blocks_compile_or_are_refused()
    {
        // Each places the one before twice: 2^12 lines would be legal, 2^13 are not.
        string Blocks(int depth) => "[Block, Linear(4), ReLU] internal class B0; " + string.Concat(Enumerable.Range(1, depth).Select(i => $"[Block, Use<B{i - 1}>(Name = \"a\"), Use<B{i - 1}>(Name = \"b\")] internal class B{i}; "));
        CompiledNetworks.Make(CompiledNetworks.Strict($"using NetCompiler;\nnamespace App {{ [Network(Batch = 1), Input(4), Use<B7>, MeanSquaredError]\npublic partial class Deep; {Blocks(7)} }}"), "App.Deep");
        Diagnostic diagnostic = Assert.Single(GeneratorRun.Of(TestCompilation.Create($"using NetCompiler; [Network(Batch = 1), Input(4), Use<B40>] public partial class Deep; {Blocks(40)}")).Diagnostics);
        Assert.Equal("NC0114", diagnostic.Id);
    }
}
