using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;
using Xunit;

namespace NetCompiler.Generator.Tests.Helpers;

/// <summary>Compilations of source text against this process's framework and the runtime library.</summary>
internal static class TestCompilation
{
    private static readonly Lazy<MetadataReference[]> s_framework = new(() =>
    {
        string directory = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        return ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Where(path => Path.GetDirectoryName(path) == directory)
            .Select(path => (MetadataReference)MetadataReference.CreateFromFile(path))
            .ToArray();
    });

    private static readonly Lazy<MetadataReference> s_runtime = new(() => MetadataReference.CreateFromFile(typeof(NetworkAttribute).Assembly.Location));

    public static CSharpParseOptions ParseOptions { get; } = new(LanguageVersion.CSharp13);

    public static IReadOnlyList<MetadataReference> Framework => s_framework.Value;

    public static MetadataReference Runtime => s_runtime.Value;

    /// <summary>Files File0.cs, File1.cs and so on, against framework and runtime library.</summary>
    public static CSharpCompilation Create(params string[] sources) => Create([.. Framework, Runtime], sources);

    public static CSharpCompilation Create(IEnumerable<MetadataReference> references, params string[] sources) =>
        Create("Tests", ParseOptions, references, sources);

    public static CSharpCompilation Create(
        string assembly,
        CSharpParseOptions options,
        IEnumerable<MetadataReference> references,
        params string[] sources) => CSharpCompilation.Create(
            assembly,
            sources.Select((source, index) => Parse(source, index, options)),
            references,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));

    /// <summary>Compiles source to an image in memory, as another project would be referenced.</summary>
    public static MetadataReference Image(string assembly, IEnumerable<MetadataReference> references, params string[] sources)
    {
        using var stream = new MemoryStream();
        Microsoft.CodeAnalysis.Emit.EmitResult result = Create(assembly, ParseOptions, references, sources)
            .Emit(stream, cancellationToken: TestContext.Current.CancellationToken);
        Assert.True(result.Success, string.Join("\n", result.Diagnostics));
        return MetadataReference.CreateFromImage(stream.ToArray());
    }

    /// <summary>The same compilation with the text of one file replaced.</summary>
    public static CSharpCompilation WithText(this CSharpCompilation compilation, int file, string source)
    {
        SyntaxTree tree = compilation.SyntaxTrees[file];
        return compilation.ReplaceSyntaxTree(tree, Parse(source, file, (CSharpParseOptions)tree.Options));
    }

    private static SyntaxTree Parse(string source, int index, CSharpParseOptions options) => CSharpSyntaxTree.ParseText(
        SourceText.From(source, System.Text.Encoding.UTF8),
        options,
        $"File{index}.cs",
        TestContext.Current.CancellationToken);
}
