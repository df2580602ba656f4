using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Microsoft.CodeAnalysis;
using NetCompiler.Core.Common;
using NetCompiler.Core.Declarations;

namespace NetCompiler.Generator.Reading;

/// <summary>Reads the arguments of an attribute as values.</summary>
internal static class ArgumentReader
{
    /// <summary>
    /// Constructor arguments by parameter name, defaults included, and then named arguments; false if one has an error that the C#
    /// compiler reports itself.
    /// </summary>
    public static bool TryRead(AttributeData attribute, out EquatableArray<ArgumentDeclaration> arguments)
    {
        arguments = EquatableArray<ArgumentDeclaration>.Empty;
        if (attribute.AttributeConstructor is not { } constructor
            || constructor.Parameters.Length != attribute.ConstructorArguments.Length)
        {
            return false;
        }

        var list = new List<ArgumentDeclaration>();
        for (int i = 0; i < constructor.Parameters.Length; i++)
        {
            if (Read(attribute.ConstructorArguments[i]) is not { } value)
            {
                return false;
            }

            list.Add(new ArgumentDeclaration(constructor.Parameters[i].Name, value));
        }

        foreach (KeyValuePair<string, TypedConstant> argument in attribute.NamedArguments)
        {
            if (Read(argument.Value) is not { } value)
            {
                return false;
            }

            list.Add(new ArgumentDeclaration(argument.Key, value));
        }

        arguments = list.ToEquatableArray();
        return true;
    }

    private static ArgumentValue? Read(TypedConstant constant)
    {
        if (constant.Kind == TypedConstantKind.Error)
        {
            return null;
        }

        if (constant.IsNull)
        {
            return ArgumentValue.Null;
        }

        switch (constant.Kind)
        {
            case TypedConstantKind.Array:
                ArgumentValue?[] items = constant.Values.Select(Read).ToArray();
                return items.Any(item => item is null) ? null : ArgumentValue.Of(items.Select(item => item!).ToEquatableArray());
            case TypedConstantKind.Type:
                return ArgumentValue.Of(constant.Value is INamedTypeSymbol type
                    ? type.FullMetadataName()
                    : ((ITypeSymbol)constant.Value!).ToDisplayString());
            case TypedConstantKind.Enum:
                return MemberOf((INamedTypeSymbol)constant.Type!, constant.Value!) is { } member
                    ? ArgumentValue.Of(member)
                    : ArgumentValue.Of(Convert.ToInt64(constant.Value, CultureInfo.InvariantCulture));
            default:
                return constant.Value switch
                {
                    string text => ArgumentValue.Of(text),
                    bool value => ArgumentValue.Of(value),
                    char character => ArgumentValue.Of(character.ToString()),
                    float or double => ArgumentValue.Of(Convert.ToDouble(constant.Value, CultureInfo.InvariantCulture)),

                    // What no long holds is out of every range: it stays a number, and the core refuses it by name.
                    ulong and > long.MaxValue => ArgumentValue.Of(Convert.ToDouble(constant.Value, CultureInfo.InvariantCulture)),
                    _ => ArgumentValue.Of(Convert.ToInt64(constant.Value, CultureInfo.InvariantCulture)),
                };
        }
    }

    // A cast such as (Init)99 has no member's name; it travels as the number, which no layer takes.
    private static string? MemberOf(INamedTypeSymbol type, object value) =>
        type.GetMembers().OfType<IFieldSymbol>().FirstOrDefault(field => field.HasConstantValue && Equals(field.ConstantValue, value))?.Name;
}
