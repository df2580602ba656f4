using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using NetCompiler.Core.Declarations;
using NetCompiler.Generator.Reading;

namespace NetCompiler.Generator.Diagnostics;

/// <summary>
/// Turns places of the model into locations in the compilation's own trees: whole locations, tree included, for without the tree
/// <c>#pragma warning disable</c> has no effect.
/// </summary>
internal sealed class LocationFinder(Compilation compilation, CancellationToken cancellation)
{
    /// <summary>The attribute, or the name in the class's declaration; null for a class that is not in this compilation's text.</summary>
    public Location? Find(AttributeLocation place)
    {
        // Only this assembly: a referenced project's trees are not part of the compilation that reports.
        INamedTypeSymbol? type = compilation.Assembly.GetTypeByMetadataName(place.Owner);
        if (type is null)
        {
            return null;
        }

        if (place.Index >= 0)
        {
            SyntaxReference? attribute = type.GetAttributes().ElementAtOrDefault(place.Index)?.ApplicationSyntaxReference;
            return attribute?.GetSyntax(cancellation).GetLocation();
        }

        BaseTypeDeclarationSyntax? declaration = DeclarationOf(type);
        return declaration?.Identifier.GetLocation();
    }

    // Of several declarations, the one that makes the class a network or block.
    private BaseTypeDeclarationSyntax? DeclarationOf(INamedTypeSymbol type)
    {
        foreach (AttributeData attribute in type.GetAttributes())
        {
            if (attribute.AttributeClass is { } kind
                && (kind.IsNamed(KnownNames.NetworkAttribute) || kind.IsNamed(KnownNames.BlockAttribute))
                && attribute.ApplicationSyntaxReference?.GetSyntax(cancellation)?.Parent?.Parent is BaseTypeDeclarationSyntax marked)
            {
                return marked;
            }
        }

        return type.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellation) as BaseTypeDeclarationSyntax;
    }
}
