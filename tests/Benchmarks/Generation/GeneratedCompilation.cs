using System;
using System.Collections.Immutable;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;
using NetCompiler.Generator;

namespace NetCompiler.Benchmarks.Generation;

/// <summary>Compiles declarations within this program, as a project that uses NetCompiler is compiled.</summary>
internal static class GeneratedCompilation
{
    private static readonly Lazy<MetadataReference[]> s_references = new(() =>
    {
        string framework = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        return ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Where(path => Path.GetDirectoryName(path) == framework)
            .Append(typeof(NetworkAttribute).Assembly.Location)
            .Append(typeof(GeneratedCompilation).Assembly.Location)
            .Select(path => (MetadataReference)MetadataReference.CreateFromFile(path))
            .ToArray();
    });

    /// <summary>How text is parsed: the language version of this repository.</summary>
    public static CSharpParseOptions ParseOptions { get; } = new(LanguageVersion.CSharp13);

    /// <summary>A compilation of some files, optimized.</summary>
    public static CSharpCompilation Create(params string[] sources) => CSharpCompilation.Create(
        "Measured",
        sources.Select((source, index) => Parse(source, $"File{index}.cs")),
        s_references.Value,
        new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release, nullableContextOptions: NullableContextOptions.Enable));

    /// <summary>Parses a file.</summary>
    public static SyntaxTree Parse(string source, string path) => CSharpSyntaxTree.ParseText(SourceText.From(source, Encoding.UTF8), ParseOptions, path);

    /// <summary>A driver with the generator, which has run nothing yet.</summary>
    public static GeneratorDriver CreateDriver() => CSharpGeneratorDriver.Create([new NetworkGenerator().AsSourceGenerator()], parseOptions: ParseOptions);

    /// <summary>What the generator wrote.</summary>
    /// <exception cref="InvalidOperationException">It threw or reported something.</exception>
    public static ImmutableArray<GeneratedSourceResult> Sources(GeneratorDriver driver)
    {
        GeneratorRunResult result = driver.GetRunResult().Results.Single();
        if (result.Exception is { } exception)
        {
            throw new InvalidOperationException("The generator threw.", exception);
        }

        return result.Diagnostics is []
            ? result.GeneratedSources
            : throw new InvalidOperationException("The generator reported: " + string.Join('\n', result.Diagnostics));
    }

    /// <summary>Compiles to an image.</summary>
    /// <exception cref="InvalidOperationException">There are errors.</exception>
    public static byte[] Emit(Compilation compilation)
    {
        using var image = new MemoryStream();
        Microsoft.CodeAnalysis.Emit.EmitResult result = compilation.Emit(image);
        return result.Success
            ? image.ToArray()
            : throw new InvalidOperationException(string.Join('\n', result.Diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)));
    }

    /// <summary>The declaration of a network of the suite, and those of all blocks.</summary>
    public static string[] Declarations(string typeName)
    {
        Assembly assembly = typeof(GeneratedCompilation).Assembly;
        return
        [
            .. assembly.GetManifestResourceNames()
                .Where(name => name == typeName + ".cs" || name.StartsWith("Blocks/", StringComparison.Ordinal))
                .Select(name =>
                {
                    using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
                    return reader.ReadToEnd();
                }),
        ];
    }

    /// <summary>The same of a classifier that is declared for inference only, with a loss and for batches of 32.</summary>
    public static string[] TrainableDeclarations(string typeName) =>
    [
        .. Declarations(typeName).Select(text => text
            .Replace("public sealed partial class", "[SoftmaxCrossEntropy]\npublic sealed partial class", StringComparison.Ordinal)
            .Replace("[Network(Batch = 1)", "[Network(Batch = 32)", StringComparison.Ordinal)),
    ];

    /// <summary>Bytes of the text that the generator writes for some declarations.</summary>
    /// <exception cref="InvalidOperationException">It threw or reported something.</exception>
    public static long TextLength(string[] declarations) =>
        Sources(CreateDriver().RunGenerators(Create(declarations))).Sum(source => (long)Encoding.UTF8.GetByteCount(source.SourceText.ToString()));
}
