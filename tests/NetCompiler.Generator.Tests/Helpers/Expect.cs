using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Xunit;

namespace NetCompiler.Generator.Tests.Helpers;

/// <summary>Assertions on diagnostics.</summary>
internal static class Expect
{
    /// <summary>Exactly one diagnostic, at the marked place of the first file, with this message, and no file.</summary>
    public static Diagnostic Diagnostic(string id, string message, string markedSource, params string[] others) =>
        Diagnostic(id, message, TestCompilation.Framework.Append(TestCompilation.Runtime), TestCompilation.ParseOptions, markedSource, others);

    public static Diagnostic Diagnostic(
        string id,
        string message,
        IEnumerable<MetadataReference> references,
        CSharpParseOptions options,
        string markedSource,
        params string[] others)
    {
        Marked marked = Marked.Parse(markedSource);
        GeneratorRun run = GeneratorRun.Of(TestCompilation.Create("Tests", options, references, [marked.Source, .. others]));
        Assert.Empty(run.Result.GeneratedSources);
        Diagnostic diagnostic = Assert.Single(run.Diagnostics);
        Is(diagnostic, id, message, marked, run.Input.SyntaxTrees[0]);
        return diagnostic;
    }

    /// <summary>That a diagnostic has this ID, message and place.</summary>
    public static void Is(Diagnostic diagnostic, string id, string message, Marked marked, SyntaxTree tree)
    {
        Assert.Equal(id, diagnostic.Id);
        Assert.Equal(message, diagnostic.GetMessage(System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(DiagnosticSeverity.Error, diagnostic.Severity);
        Assert.Same(tree, diagnostic.Location.SourceTree);
        Assert.Equal(marked.Source.Substring(marked.Span.Start, marked.Span.Length), TextOf(diagnostic.Location));
        Assert.Equal(marked.Span, diagnostic.Location.SourceSpan);
    }

    public static string TextOf(Location location) =>
        location.SourceTree!.GetText(TestContext.Current.CancellationToken).ToString(location.SourceSpan);
}
