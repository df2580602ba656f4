using System.Collections.Immutable;
using System.Threading;
using Microsoft.CodeAnalysis;
using NetCompiler.Core.Common;
using NetCompiler.Core.Declarations;

namespace NetCompiler.Generator.Reading;

/// <summary>
/// Reads the lines of a class. It knows no layer: every attribute that derives from <c>LayerAttribute</c> becomes a line, in source
/// order, which the symbol's attribute list keeps also for classes of referenced assemblies.
/// </summary>
internal static class LineReader
{
    private const string Suffix = "Attribute";

    /// <summary>A line, and the symbols that other readers follow from it.</summary>
    /// <param name="Line">The line.</param>
    /// <param name="TypeArgument">The type argument of its attribute, or null.</param>
    internal readonly record struct Entry(LineDeclaration Line, INamedTypeSymbol? TypeArgument);

    /// <summary>Reads the lines of a class; false if one has an error that the C# compiler reports itself.</summary>
    public static bool TryRead(INamedTypeSymbol type, out ImmutableArray<Entry> entries, CancellationToken cancellation)
    {
        string owner = type.FullMetadataName();
        ImmutableArray<AttributeData> attributes = type.GetAttributes();
        ImmutableArray<Entry>.Builder builder = ImmutableArray.CreateBuilder<Entry>(attributes.Length);
        entries = ImmutableArray<Entry>.Empty;
        for (int index = 0; index < attributes.Length; index++)
        {
            cancellation.ThrowIfCancellationRequested();

            // An attribute class that does not resolve is skipped: the compiler says so, and the other lines may still be of use.
            if (attributes[index].AttributeClass is not { TypeKind: not TypeKind.Error } kind || !kind.IsLayer())
            {
                continue;
            }

            if (!ArgumentReader.TryRead(attributes[index], out EquatableArray<ArgumentDeclaration> arguments))
            {
                return false;
            }

            INamedTypeSymbol? typeArgument = null;
            if (kind.Arity > 0)
            {
                typeArgument = kind.TypeArguments[0] as INamedTypeSymbol;
                if (typeArgument is null or { TypeKind: TypeKind.Error })
                {
                    return false;
                }
            }

            var line = new LineDeclaration(
                KindOf(kind),
                arguments,
                typeArgument?.FullMetadataName(),
                new AttributeLocation(owner, index));
            builder.Add(new Entry(line, typeArgument));
        }

        entries = builder.ToImmutable();
        return true;
    }

    /// <summary>The name of an attribute class as users write it.</summary>
    public static string KindOf(INamedTypeSymbol attribute) =>
        attribute.Name.EndsWith(Suffix, System.StringComparison.Ordinal)
            ? attribute.Name.Substring(0, attribute.Name.Length - Suffix.Length)
            : attribute.Name;
}
