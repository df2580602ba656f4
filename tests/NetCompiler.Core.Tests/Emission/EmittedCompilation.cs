using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;
using NetCompiler;
using NetCompiler.Core.Declarations;
using Xunit;

namespace NetCompiler.Core.Tests.Emission;

/// <summary>Emitted classes in one assembly.</summary>
/// <param name="Assembly">The assembly, loaded.</param>
/// <param name="Image">Its bytes.</param>
/// <param name="Problems">Why a class is not in it, by metadata name.</param>
internal sealed record EmittedAssembly(Assembly Assembly, byte[] Image, IReadOnlyDictionary<string, string> Problems);

/// <summary>
/// Compiles the emitted text of many networks at once, as strictly as a user's project can: C# 13, checked arithmetic, every warning an
/// error.
/// </summary>
internal static class EmittedCompilation
{
    private static readonly Lazy<IReadOnlyList<MetadataReference>> s_references = new(References);

    /// <summary>Compiles and loads. What stands in a network's way is said for it alone, and the others are compiled without it.</summary>
    /// <param name="declarations">Networks with different names.</param>
    public static EmittedAssembly Load(IEnumerable<NetworkDeclaration> declarations)
    {
        var problems = new Dictionary<string, string>();
        var trees = new Dictionary<string, SyntaxTree[]>();
        foreach (NetworkDeclaration declaration in declarations)
        {
            try
            {
                trees.Add(declaration.Type.MetadataName, Parse(declaration, DocumentationMode.Parse));
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                problems.Add(declaration.Type.MetadataName, exception.ToString());
            }
        }

        byte[] image = [];
        for (bool compiled = false; !compiled;)
        {
            (image, Diagnostic[] diagnostics) = Emit(trees.Values.SelectMany(files => files), NullableContextOptions.Enable);
            compiled = diagnostics.Length == 0;
            foreach (IGrouping<string, Diagnostic> group in diagnostics.GroupBy(diagnostic => trees.First(entry => entry.Value.Contains(diagnostic.Location.SourceTree)).Key).ToArray())
            {
                problems.Add(group.Key, Describe(group));
                trees.Remove(group.Key);
            }
        }

        return new EmittedAssembly(Assembly.Load(image), image, problems);
    }

    /// <summary>Compiles; the text must compile without a warning, one about its documentation included (which takes as long again).</summary>
    public static byte[] Compile(IEnumerable<NetworkDeclaration> declarations, NullableContextOptions nullable = NullableContextOptions.Enable)
    {
        (byte[] image, Diagnostic[] diagnostics) = Emit(declarations.SelectMany(declaration => Parse(declaration, DocumentationMode.Diagnose)), nullable);
        Assert.True(diagnostics.Length == 0, Describe(diagnostics));
        return image;
    }

    private static SyntaxTree[] Parse(NetworkDeclaration declaration, DocumentationMode documentation)
    {
        var options = new CSharpParseOptions(LanguageVersion.CSharp13, documentation);
        CompileResult result = NetworkCompiler.Compile(declaration, TestContext.Current.CancellationToken);
        Assert.True(result.Errors.Count == 0, $"{declaration.Type.Name}: {string.Join("; ", result.Errors)}");
        return
        [
            CSharpSyntaxTree.ParseText(UserPart(declaration.Type), options, declaration.Type.MetadataName + ".cs"),
            .. result.Files.Select(file => CSharpSyntaxTree.ParseText(file.Text, options, file.HintName)),
        ];
    }

    private static (byte[] Image, Diagnostic[] Diagnostics) Emit(IEnumerable<SyntaxTree> trees, NullableContextOptions nullable)
    {
        var options = new CSharpCompilationOptions(
            OutputKind.DynamicallyLinkedLibrary,
            optimizationLevel: OptimizationLevel.Release,
            checkOverflow: true,
            warningLevel: 9999,
            generalDiagnosticOption: ReportDiagnostic.Error,
            nullableContextOptions: nullable);
        CSharpCompilation compilation = CSharpCompilation.Create("Emitted", trees, s_references.Value, options);
        using var image = new MemoryStream();
        EmitResult emitted = compilation.Emit(image, cancellationToken: TestContext.Current.CancellationToken);
        return (image.ToArray(), [.. emitted.Diagnostics.Where(diagnostic => diagnostic.Severity != DiagnosticSeverity.Hidden)]);
    }

    private static string Describe(IEnumerable<Diagnostic> diagnostics) => string.Join('\n', diagnostics.Take(20).Select(Describe));

    private static string Describe(Diagnostic diagnostic)
    {
        FileLinePositionSpan place = diagnostic.Location.GetLineSpan();
        string line = diagnostic.Location.SourceTree?.GetText().Lines[place.StartLinePosition.Line].ToString().Trim() ?? string.Empty;
        return $"{place.Path}({place.StartLinePosition.Line + 1}): {diagnostic.Id}: {diagnostic.GetMessage(CultureInfo.InvariantCulture)}\n    {line}";
    }

    // What the user wrote, without the attributes.
    private static string UserPart(TypeDeclaration type)
    {
        string text = $"/// <summary>A network.</summary>\n{type.Accessibility} {(type.IsSealed ? "sealed " : string.Empty)}partial {type.Keyword} {type.Name};";
        foreach (string container in type.Containers.Reverse())
        {
            text = $"/// <summary>A container.</summary>\n{container}\n{{\n{text}\n}}";
        }

        return type.Namespace.Length == 0 ? text : $"namespace {type.Namespace};\n{text}";
    }

    private static MetadataReference[] References()
    {
        string platform = (string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!;
        return
        [
            .. platform.Split(Path.PathSeparator)
                .Where(path => Path.GetFileName(path) is { } name && (name.StartsWith("System.", StringComparison.Ordinal) || name is "netstandard.dll" or "mscorlib.dll"))
                .Select(path => MetadataReference.CreateFromFile(path)),
            MetadataReference.CreateFromFile(typeof(NetworkDescription).Assembly.Location),
        ];
    }
}
