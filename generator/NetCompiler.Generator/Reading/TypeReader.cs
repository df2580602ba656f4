using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using NetCompiler.Core.Common;
using NetCompiler.Core.Declarations;

namespace NetCompiler.Generator.Reading;

/// <summary>Reads where a class stands and what its user already wrote in it.</summary>
internal static class TypeReader
{
    private static readonly SymbolDisplayFormat s_namespaceFormat = SymbolDisplayFormat.FullyQualifiedFormat
        .WithGlobalNamespaceStyle(SymbolDisplayGlobalNamespaceStyle.Omitted);

    /// <summary>Reads the header that a second part of the class must repeat.</summary>
    public static TypeDeclaration Read(INamedTypeSymbol type) => new(
        type.ContainingNamespace.IsGlobalNamespace ? string.Empty : type.ContainingNamespace.ToDisplayString(s_namespaceFormat),
        type.SelfAndContainers().Skip(1).Reverse().Select(Header).ToEquatableArray(),
        Escape(type.Name),
        KeywordOf(type),
        SyntaxFacts.GetText(type.DeclaredAccessibility),
        type.IsSealed,
        type.FullMetadataName());

    /// <summary>The keyword, or two, that declare a type of this kind.</summary>
    public static string KeywordOf(INamedTypeSymbol type) => type switch
    {
        { IsRecord: true, TypeKind: TypeKind.Struct } => "record struct",
        { IsRecord: true } => "record",
        { TypeKind: TypeKind.Struct } => "struct",
        { TypeKind: TypeKind.Interface } => "interface",
        _ => "class",
    };

    /// <summary>
    /// The names that a generated member must not have: those of the members that the user wrote, and of inherited ones, which a new
    /// member would hide. Constructors are written with their parameter types, <c>.ctor(int)</c>, for only equal ones meet.
    /// </summary>
    public static EquatableArray<string> ReadMembers(INamedTypeSymbol type, Compilation compilation, CancellationToken cancellation)
    {
        var names = new SortedSet<string>(System.StringComparer.Ordinal);
        foreach (ISymbol member in type.GetMembers())
        {
            cancellation.ThrowIfCancellationRequested();
            if (member is IMethodSymbol { MethodKind: MethodKind.Constructor, IsImplicitlyDeclared: false } constructor)
            {
                names.Add(".ctor(" + string.Join(", ", constructor.Parameters.Select(
                    parameter => parameter.Type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat))) + ")");
            }
            else if (IsNamedByUser(member))
            {
                names.Add(member.Name);
            }
        }

        for (INamedTypeSymbol? ancestor = type.BaseType;
            ancestor is not null and not { SpecialType: SpecialType.System_Object };
            ancestor = ancestor.BaseType)
        {
            cancellation.ThrowIfCancellationRequested();
            foreach (ISymbol member in ancestor.GetMembers())
            {
                if (IsNamedByUser(member) && compilation.IsSymbolAccessibleWithin(member, type))
                {
                    names.Add(member.Name);
                }
            }
        }

        return names.ToEquatableArray();
    }

    /// <summary>
    /// Whether the user documents the class. The text is asked and not the symbol: without a documentation file, the compiler reads
    /// documentation as plain comments, and the output must not depend on that setting.
    /// </summary>
    public static bool HasSummary(INamedTypeSymbol type, CancellationToken cancellation) =>
        type.DeclaringSyntaxReferences
            .SelectMany(reference => reference.GetSyntax(cancellation).GetLeadingTrivia())
            .Any(trivia => IsDocumentation(trivia) && OpensSummary(trivia.ToFullString()));

    private static bool IsDocumentation(SyntaxTrivia trivia) =>
        trivia.IsKind(SyntaxKind.SingleLineDocumentationCommentTrivia)
        || trivia.IsKind(SyntaxKind.MultiLineDocumentationCommentTrivia)
        || (trivia.IsKind(SyntaxKind.SingleLineCommentTrivia) && trivia.ToString().StartsWith("///", System.StringComparison.Ordinal))
        || (trivia.IsKind(SyntaxKind.MultiLineCommentTrivia) && trivia.ToString().StartsWith("/**", System.StringComparison.Ordinal));

    // inheritdoc and include may bring a summary from elsewhere.
    private static bool OpensSummary(string text) => text.Contains("<summary") || text.Contains("<inheritdoc") || text.Contains("<include");

    private static bool IsNamedByUser(ISymbol member) =>
        !member.IsImplicitlyDeclared
        && member.CanBeReferencedByName
        && member is not IMethodSymbol { MethodKind: not MethodKind.Ordinary };

    private static string Header(INamedTypeSymbol type) => "partial " + KeywordOf(type) + " " + Escape(type.Name);

    private static string Escape(string name) =>
        SyntaxFacts.GetKeywordKind(name) != SyntaxKind.None || SyntaxFacts.GetContextualKeywordKind(name) != SyntaxKind.None ? "@" + name : name;
}
