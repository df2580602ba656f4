using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using NetCompiler.Core.Common;
using NetCompiler.Core.Declarations;

namespace NetCompiler.Generator.Reading;

/// <summary>Finds the methods that <c>[Map]</c> lines name and has them translated.</summary>
internal static class FunctionReader
{
    /// <summary>Reads the functions of a network and of its blocks, ordered by owner and name, each once.</summary>
    public static EquatableArray<FunctionDeclaration> ReadAll(
        IEnumerable<(INamedTypeSymbol Type, ImmutableArray<LineReader.Entry> Entries)> owners,
        Compilation compilation,
        CancellationToken cancellation)
    {
        var functions = new List<FunctionDeclaration>();
        foreach ((INamedTypeSymbol type, ImmutableArray<LineReader.Entry> entries) in owners)
        {
            IEnumerable<string> names = entries
                .Where(entry => entry.Line.Kind == KnownNames.MapKind)
                .SelectMany(entry => entry.Line.Arguments)
                .Where(argument => argument.Name == KnownNames.MapFunction)
                .Select(argument => argument.Value.Text)
                .OfType<string>()
                .Distinct(StringComparer.Ordinal);
            functions.AddRange(names.Select(name => Read(type, name, compilation, cancellation)));
        }

        return functions
            .OrderBy(function => function.Owner, StringComparer.Ordinal)
            .ThenBy(function => function.Name, StringComparer.Ordinal)
            .ToEquatableArray();
    }

    /// <summary>Finds the expression of a method that can be translated, or says why it cannot.</summary>
    public static bool TryFindBody(IMethodSymbol method, Compilation compilation, out IOperation? body, out string problem, CancellationToken cancellation)
    {
        body = null;
        problem = string.Empty;
        if (!method.IsStatic || method.IsGenericMethod)
        {
            problem = $"'{method.Name}' must be a static method without type parameters.";
            return false;
        }

        if (!IsReal(method.ReturnType) || method.Parameters.Any(parameter => !IsReal(parameter.Type) || parameter.RefKind != RefKind.None))
        {
            problem = $"'{method.Name}' must take and return float.";
            return false;
        }

        SyntaxNode? syntax = method.DeclaringSyntaxReferences.FirstOrDefault(reference => compilation.ContainsSyntaxTree(reference.SyntaxTree))?.GetSyntax(cancellation);
        if (syntax is null)
        {
            problem = $"'{method.Name}' is in the referenced assembly '{method.ContainingAssembly.Name}', whose source is not at hand; copy the method and the block that uses it into this project.";
            return false;
        }

        if (syntax is not MethodDeclarationSyntax { ExpressionBody.Expression: { } expression })
        {
            problem = $"'{method.Name}' must have an expression body, 'static float {method.Name}(float x) => ...;'.";
            return false;
        }

        body = compilation.GetSemanticModel(syntax.SyntaxTree).GetOperation(expression, cancellation);
        problem = $"'{method.Name}' does not compile.";
        return body is not null;
    }

    /// <summary>Whether a type is one of the two that functions are made of.</summary>
    public static bool IsReal(ITypeSymbol? type) => type?.SpecialType is SpecialType.System_Single or SpecialType.System_Double;

    private static FunctionDeclaration Read(INamedTypeSymbol type, string name, Compilation compilation, CancellationToken cancellation)
    {
        string owner = type.FullMetadataName();
        IMethodSymbol[] methods = type.GetMembers(name).OfType<IMethodSymbol>().ToArray();
        if (methods.Length != 1)
        {
            string problem = methods.Length == 0 ? $"'{type.Name}' has no method '{name}'." : $"'{type.Name}' has several methods '{name}'; rename all but one.";
            return new FunctionDeclaration(owner, name, 0, null, problem);
        }

        IMethodSymbol method = methods[0];
        if (!TryFindBody(method, compilation, out IOperation? body, out string reason, cancellation))
        {
            return new FunctionDeclaration(owner, name, method.Parameters.Length, null, reason);
        }

        var translator = new FunctionTranslator(method, compilation, cancellation);
        FunctionNode? node = translator.TranslateBody(body!);
        return new FunctionDeclaration(owner, name, method.Parameters.Length, node, node is null ? translator.Problem : null);
    }
}
