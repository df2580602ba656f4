using System;
using System.Linq;
using Microsoft.CodeAnalysis;
using NetCompiler.Generator.Tests.Helpers;
using Xunit;

namespace NetCompiler.Generator.Tests;

/// <summary>A budget fails the build with both numbers and with what takes most.</summary>
public sealed class BudgetTests
{
    // 784 · 128 + 128 and 128 · 10 + 10 parameters; 784 · 128 + 128 · 10 multiply-adds.
    private const string Lines = "Input(784), Linear(128), ReLU, Linear(10)";

    [Theory]
    [InlineData("Parameters = 101_769", "has 101,770 parameters, and its budget allows 101,769; most take 0 Linear (100,480), 2 Linear (1,290)")]
    [InlineData("MultiplyAdds = 1", "has 101,632 multiply-adds of a sample, and its budget allows 1; most take 0 Linear (100,352), 2 Linear (1,280)")]
    public void More_than_it_allows_is_refused_with_what_takes_most(string budget, string message) => Expect.Diagnostic(
        "NC0116",
        $"'Net' {message}. Make these smaller, or the budget larger.",
        $"using NetCompiler; [Network(Batch = 1), {Lines}, [|Budget({budget})|]] public partial class Net;");

    [Fact]
    public void Everything_that_is_too_much_is_said_at_once()
    {
        Marked marked = Marked.Parse($"using NetCompiler; [Network(Batch = 32), Input(20), [|Budget(Parameters = 100, WorkspaceBytes = 4096, MultiplyAdds = 100)|], Linear(64), ReLU, Linear(8), MeanSquaredError] public partial class Net;");
        GeneratorRun run = GeneratorRun.Of(TestCompilation.Create(marked.Source));
        Diagnostic diagnostic = Assert.Single(run.Diagnostics);
        Assert.Equal(marked.Span, diagnostic.Location.SourceSpan);
        Assert.Empty(run.Result.GeneratedSources);
        string message = diagnostic.GetMessage(System.Globalization.CultureInfo.InvariantCulture);
        Assert.Contains("has 1,864 parameters, and its budget allows 100; most take 0 Linear (1,344), 2 Linear (520)", message, StringComparison.Ordinal);
        Assert.Contains("bytes of workspace in Train of 32 rows, and its budget allows 4,096; most take 0 Linear", message, StringComparison.Ordinal);
        Assert.Contains("has 1,792 multiply-adds of a sample, and its budget allows 100", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Parameters = 101_770")]
    [InlineData("MultiplyAdds = 101_632")]
    [InlineData("Parameters = 9_000_000_000, WorkspaceBytes = 9_000_000_000, MultiplyAdds = 9_000_000_000")]
    public void As_much_as_it_allows_compiles(string budget)
    {
        foreach (string lines in (string[])[$"Budget({budget}), {Lines}", $"{Lines}, Budget({budget})", $"{Lines}, MeanSquaredError, Budget({budget})", $"{Lines}, Budget({budget}), MeanSquaredError, Budget({budget})"])
        {
            GeneratorRun run = GeneratorRun.Of(TestCompilation.Create($"using NetCompiler; [Network(Batch = 1), {lines}] public partial class Net;"));
            Assert.Empty(run.Diagnostics);
            Assert.Equal(2, run.Result.GeneratedSources.Length);

            // It is no layer: neither numbers nor the table know it.
            Assert.DoesNotContain(run.Result.GeneratedSources, source => source.SourceText.ToString().Contains("Budget", StringComparison.Ordinal));
            Assert.Contains(run.Result.GeneratedSources, source => source.SourceText.ToString().Contains("\"2.weight\"", StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData("Budget", "NC0107", "it limits nothing")]
    [InlineData("Budget(Parameters = 0)", "NC0107", "Parameters is 0; it must be at least 1")]
    [InlineData("Budget(WorkspaceBytes = -5)", "NC0107", "WorkspaceBytes is -5; it must be at least 1")]
    [InlineData("Budget(Parameters = 5, Name = \"mine\")", "NC0107", "it has a Name, but makes no value")]
    public void A_budget_that_says_nothing_is_refused(string budget, string id, string fragment)
    {
        Marked marked = Marked.Parse($"using NetCompiler; [Network, Input(4), [|{budget}|], Linear(2)] public partial class Net;");
        Diagnostic diagnostic = Assert.Single(GeneratorRun.Of(TestCompilation.Create(marked.Source)).Diagnostics);
        Assert.Equal(id, diagnostic.Id);
        Assert.Equal(marked.Span, diagnostic.Location.SourceSpan);
        Assert.Contains(fragment, diagnostic.GetMessage(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal);
    }

    [Fact]
    public void A_block_has_no_budget()
    {
        Diagnostic diagnostic = Assert.Single(GeneratorRun.Of(TestCompilation.Create(
            "using NetCompiler; [Network, Input(4), Use<Piece>] public partial class Net; [Block, Linear(4), Budget(Parameters = 5)] internal class Piece;")).Diagnostics);
        Assert.Equal("NC0115", diagnostic.Id);
        Assert.Contains("[Budget] cannot stand in a block", diagnostic.GetMessage(System.Globalization.CultureInfo.InvariantCulture), StringComparison.Ordinal);
    }
}
