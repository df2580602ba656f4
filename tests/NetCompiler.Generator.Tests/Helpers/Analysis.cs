using System;
using System.Collections.Immutable;
using System.Linq;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using NetCompiler.Generator.Diagnostics;
using Xunit;

namespace NetCompiler.Generator.Tests.Helpers;

/// <summary>All that the generator's assembly says of a compilation: the generator, and then the analyzers over what it wrote, as in the C# compiler.</summary>
internal static class Analysis
{
    /// <summary>What the analyzers say of source text that the generator has nothing to say against; ordered by place.</summary>
    public static Task<ImmutableArray<Diagnostic>> OfAsync(params string[] sources) => OfAsync(TestCompilation.Create(sources));

    public static async Task<ImmutableArray<Diagnostic>> OfAsync(CSharpCompilation compilation)
    {
        GeneratorRun run = GeneratorRun.Of(compilation);
        Assert.Empty(run.Diagnostics);
        return await AnalyzeAsync(run.Output);
    }

    /// <summary>What generator and analyzers report, in this order.</summary>
    public static async Task<ImmutableArray<Diagnostic>> AllAsync(CSharpCompilation compilation)
    {
        GeneratorRun run = GeneratorRun.Of(compilation);
        return [.. run.Diagnostics, .. await AnalyzeAsync(run.Output)];
    }

    private static async Task<ImmutableArray<Diagnostic>> AnalyzeAsync(Compilation output)
    {
        var options = new CompilationWithAnalyzersOptions(
            new AnalyzerOptions([]),
            onAnalyzerException: (exception, analyzer, _) => throw new InvalidOperationException(analyzer.ToString(), exception),
            concurrentAnalysis: false,
            logAnalyzerExecutionTime: false);
        ImmutableArray<Diagnostic> diagnostics = await output.WithAnalyzers([new NetworkAdviceAnalyzer(), new OrphanLayerAnalyzer()], options)
            .GetAnalyzerDiagnosticsAsync(TestContext.Current.CancellationToken);
        return [.. diagnostics.OrderBy(diagnostic => diagnostic.Location.SourceSpan.Start).ThenBy(diagnostic => diagnostic.Id, StringComparer.Ordinal)];
    }
}
