using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;

namespace NetCompiler.Generator.Tests.Fuzzing;

/// <summary>Every attribute that a network may carry, found in the runtime library: a new layer or loss comes into the fuzzing by itself.</summary>
internal static class DeclarableAttributes
{
    /// <summary>The lines, in the order of their names.</summary>
    public static IReadOnlyList<Type> Lines { get; } =
    [
        .. typeof(LayerAttribute).Assembly.GetExportedTypes()
            .Where(type => !type.IsAbstract && type.IsSubclassOf(typeof(LayerAttribute)))
            .OrderBy(type => type.Name, StringComparer.Ordinal),
    ];

    /// <summary>What a line or the network may be given by name.</summary>
    public static IReadOnlyList<PropertyInfo> PropertiesOf(Type attribute) =>
    [
        .. attribute.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => property.SetMethod is { IsPublic: true })
            .OrderBy(property => property.Name, StringComparer.Ordinal),
    ];

    /// <summary>The constructors of an attribute, the shortest first.</summary>
    public static IReadOnlyList<ConstructorInfo> ConstructorsOf(Type attribute) =>
        [.. attribute.GetConstructors().OrderBy(constructor => constructor.GetParameters().Length).ThenBy(constructor => constructor.ToString(), StringComparer.Ordinal)];

    /// <summary>The name that users write.</summary>
    public static string KindOf(Type attribute)
    {
        string name = attribute.Name.Split('`')[0];
        return name[..^"Attribute".Length];
    }

    /// <summary>Whether a class may carry it more than once.</summary>
    public static bool MayRepeat(Type attribute) => attribute.GetCustomAttribute<AttributeUsageAttribute>()?.AllowMultiple == true;
}
