using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using NetCompiler.Core.Common;
using NetCompiler.Core.Declarations;
using NetCompiler.Generator.Models;

namespace NetCompiler.Generator.Reading;

/// <summary>Reads a class with <c>[Network]</c>: symbols in, records of strings and numbers out.</summary>
internal static class NetworkReader
{
    /// <summary>Whether a node can be a network; on other types the C# compiler refuses the attribute.</summary>
    public static bool CanRead(SyntaxNode node, CancellationToken cancellation) =>
        node.IsKind(SyntaxKind.ClassDeclaration) || node.IsKind(SyntaxKind.RecordDeclaration);

    /// <summary>Reads a class; null for a second declaration with <c>[Network]</c>, which the C# compiler refuses.</summary>
    public static NetworkReading? Read(GeneratorAttributeSyntaxContext context, CancellationToken cancellation)
    {
        var type = (INamedTypeSymbol)context.TargetSymbol;
        Compilation compilation = context.SemanticModel.Compilation;
        AttributeData network = NetworkAttribute(type);
        if (network.ApplicationSyntaxReference?.GetSyntax(cancellation).Parent?.Parent != context.TargetNode)
        {
            return null;
        }

        EquatableArray<Problem> problems = NetworkChecks.Check(type, network, compilation, cancellation);
        return problems.Count > 0 ? new NetworkReading(null, problems) : Read(type, compilation, cancellation);
    }

    /// <summary>Reads what a class with <c>[Network]</c> says, whether or not members can be added to it, or have been.</summary>
    public static NetworkReading Read(INamedTypeSymbol type, Compilation compilation, CancellationToken cancellation)
    {
        var unreadable = new NetworkReading(null, EquatableArray<Problem>.Empty);
        if (!ArgumentReader.TryRead(NetworkAttribute(type), out EquatableArray<ArgumentDeclaration> options)
            || !LineReader.TryRead(type, out ImmutableArray<LineReader.Entry> entries, cancellation))
        {
            return unreadable;
        }

        var blocks = new BlockReader(cancellation);
        if (!blocks.TryFollow(entries))
        {
            return unreadable;
        }

        if (blocks.Problems.Count > 0)
        {
            return new NetworkReading(null, blocks.Problems.ToEquatableArray());
        }

        return new NetworkReading(
            new NetworkDeclaration(
                TypeReader.Read(type),
                options,
                entries.Select(entry => entry.Line).ToEquatableArray(),
                blocks.Blocks,
                FunctionReader.ReadAll(blocks.Owners.Prepend((type, entries)), compilation, cancellation),
                TypeReader.ReadMembers(type, compilation, cancellation),
                TypeReader.HasSummary(type, cancellation)),
            EquatableArray<Problem>.Empty);
    }

    private static AttributeData NetworkAttribute(INamedTypeSymbol type) =>
        type.GetAttributes().First(data => data.AttributeClass?.IsNamed(KnownNames.NetworkAttribute) == true);
}
