using System.Collections.Generic;
using System.Linq;
using System.Text;
using Microsoft.CodeAnalysis;

namespace NetCompiler.Generator.Reading;

/// <summary>Questions to symbols that several readers ask.</summary>
internal static class SymbolExtensions
{
    // Without the @ of keywords, which metadata does not have.
    private static readonly SymbolDisplayFormat s_metadataFormat = new(
        globalNamespaceStyle: SymbolDisplayGlobalNamespaceStyle.Omitted,
        typeQualificationStyle: SymbolDisplayTypeQualificationStyle.NameAndContainingTypesAndNamespaces);

    /// <summary>Whether this is the type of that full metadata name.</summary>
    public static bool IsNamed(this INamedTypeSymbol type, string metadataName)
    {
        int dot = metadataName.LastIndexOf('.');
        return type.ContainingType is null
            && type.MetadataName.Length == metadataName.Length - dot - 1
            && metadataName.EndsWith(type.MetadataName, System.StringComparison.Ordinal)
            && type.ContainingNamespace.ToDisplayString(s_metadataFormat) == metadataName.Substring(0, dot);
    }

    /// <summary>Whether an attribute class derives from <c>LayerAttribute</c>.</summary>
    public static bool IsLayer(this INamedTypeSymbol attribute)
    {
        for (INamedTypeSymbol? type = attribute.BaseType; type is not null; type = type.BaseType)
        {
            if (type.IsNamed(KnownNames.LayerAttribute))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a type carries an attribute of that full metadata name.</summary>
    public static bool Has(this INamedTypeSymbol type, string attribute) =>
        type.GetAttributes().Any(data => data.AttributeClass?.IsNamed(attribute) == true);

    /// <summary>The full metadata name: <c>Space.Outer+Inner</c>, with arity for generic types.</summary>
    public static string FullMetadataName(this INamedTypeSymbol type)
    {
        var text = new StringBuilder(type.MetadataName);
        INamedTypeSymbol outermost = type;
        while (outermost.ContainingType is { } container)
        {
            text.Insert(0, '+').Insert(0, container.MetadataName);
            outermost = container;
        }

        if (outermost.ContainingNamespace is { IsGlobalNamespace: false } space)
        {
            text.Insert(0, '.').Insert(0, space.ToDisplayString(s_metadataFormat));
        }

        return text.ToString();
    }

    /// <summary>The type and those around it, from the inside out.</summary>
    public static IEnumerable<INamedTypeSymbol> SelfAndContainers(this INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? each = type; each is not null; each = each.ContainingType)
        {
            yield return each;
        }
    }

    /// <summary>Whether the type, or one around it, has type parameters.</summary>
    public static bool IsGenericAnywhere(this INamedTypeSymbol type) => type.SelfAndContainers().Any(each => each.Arity > 0);
}
