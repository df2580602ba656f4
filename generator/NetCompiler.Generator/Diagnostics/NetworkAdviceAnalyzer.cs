using System;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using NetCompiler.Core.Advice;
using NetCompiler.Generator.Models;
using NetCompiler.Generator.Reading;

namespace NetCompiler.Generator.Diagnostics;

/// <summary>
/// Reports what is legal in a network and hardly meant so. An analyzer and no step of the generator, so that it is switched, raised and silenced like any other analyzer's rule, and
/// does not run where analyzers do not.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class NetworkAdviceAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [.. DiagnosticDescriptors.Advice];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.EnableConcurrentExecution();
        context.RegisterSymbolAction(Analyze, SymbolKind.NamedType);
    }

    private static void Analyze(SymbolAnalysisContext context)
    {
        var type = (INamedTypeSymbol)context.Symbol;
        if (!type.Has(KnownNames.NetworkAttribute))
        {
            return;
        }

        foreach (NetworkAdvice advice in Ask(type, context.Compilation, context.CancellationToken))
        {
            context.ReportDiagnostic(ProblemOutput.ToDiagnostic(Problem.Of(advice), new LocationFinder(context.Compilation, context.CancellationToken)));
        }
    }

    private static ImmutableArray<NetworkAdvice> Ask(INamedTypeSymbol type, Compilation compilation, CancellationToken cancellation)
    {
        NetworkReading reading = NetworkReader.Read(type, compilation, cancellation);
        if (reading.Declaration is null)
        {
            return [];
        }

        try
        {
            return [.. NetworkAdviser.Of(reading.Declaration, cancellation)];
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            // The generator meets it too, and reports it with the class.
            return [];
        }
    }
}
