using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using NetCompiler.Core;
using NetCompiler.Generator.Reading;

namespace NetCompiler.Generator.Diagnostics;

/// <summary>
/// Finds layers on classes that are neither network nor block. An analyzer and no step of the generator: the generator looks at
/// marked classes only, and these lack the mark.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class OrphanLayerAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [DiagnosticDescriptors.OrphanLayer];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterSymbolAction(Analyze, SymbolKind.NamedType);
    }

    private static void Analyze(SymbolAnalysisContext context)
    {
        ImmutableArray<AttributeData> attributes = context.Symbol.GetAttributes();
        if (attributes.Any(attribute => attribute.AttributeClass is { } kind
            && (kind.IsNamed(KnownNames.NetworkAttribute) || kind.IsNamed(KnownNames.BlockAttribute))))
        {
            return;
        }

        AttributeData? layer = attributes.FirstOrDefault(attribute => attribute.AttributeClass?.IsLayer() == true);
        if (layer?.ApplicationSyntaxReference?.GetSyntax(context.CancellationToken) is { } syntax)
        {
            // A class with an input is meant as a network.
            bool isNetwork = attributes.Any(attribute => attribute.AttributeClass is { } kind && kind.IsLayer() && LineReader.KindOf(kind) == KnownNames.InputKind);
            context.ReportDiagnostic(Diagnostic.Create(
                DiagnosticDescriptors.OrphanLayer,
                syntax.GetLocation(),
                CorrectionProperties.OfOne(CorrectionKind.InsertBefore, string.Empty, isNetwork ? "Network" : "Block"),
                context.Symbol.Name,
                LineReader.KindOf(layer.AttributeClass!)));
        }
    }
}
