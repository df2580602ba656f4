using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using NetCompiler.Generator.Tests.Helpers;
using Xunit;

namespace NetCompiler.Generator.Tests.Documentation;

/// <summary>The C# of the pages for those who come from another library compiles: declarations as files, statements one after the other as one program.</summary>
public sealed partial class PageCodeTests
{
    private const string Usings = "using System;\nusing NetCompiler;\nusing NetCompiler.Data;\nusing NetCompiler.Training;\n\n";

    [Theory]
    [InlineData("coming-from-pytorch.md")]
    [InlineData("coming-from-keras.md")]
    public void Blocks_compile(string page)
    {
        string text = File.ReadAllText(Path.Combine(Snapshot.ProjectDirectory, "..", "..", "docs", page)).ReplaceLineEndings("\n");
        string[] blocks = [.. Block().Matches(text).Select(block => block.Groups[1].Value)];
        string[] declarations = [.. blocks.Where(block => block.StartsWith('['))];
        string[] statements = [.. blocks.Except(declarations)];
        Assert.True(declarations.Length >= 4 && statements.Length >= 2, $"{page}: {declarations.Length} blocks of declarations and {statements.Length} of statements are fewer than it had.");

        CSharpCompilation compilation = TestCompilation.Create([Usings + string.Join('\n', statements), .. declarations.Select(block => Usings + block)]);
        GeneratorRun run = GeneratorRun.Of(compilation.WithOptions(compilation.Options.WithOutputKind(OutputKind.ConsoleApplication)));
        IEnumerable<Diagnostic> problems = run.Diagnostics.Concat(run.Output.GetDiagnostics(TestContext.Current.CancellationToken))
            .Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error || (diagnostic.Severity == DiagnosticSeverity.Warning && diagnostic.Id.StartsWith("NC", StringComparison.Ordinal)));
        Assert.True(!problems.Any(), page + ":\n" + string.Join("\n", problems));
    }

    [GeneratedRegex("```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Block();
}
