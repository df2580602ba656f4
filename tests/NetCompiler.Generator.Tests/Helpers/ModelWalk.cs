using System;
using System.Collections;
using System.Collections.Generic;
using System.Reflection;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;

namespace NetCompiler.Generator.Tests.Helpers;

/// <summary>
/// Walks everything that a value of the pipeline holds. Whatever keeps a compilation alive, or compares by reference, defeats the
/// cache and leaks memory in an editor.
/// </summary>
internal static class ModelWalk
{
    /// <summary>The path to the first thing that no model may hold, or null.</summary>
    public static string? FindForbidden(object? root)
    {
        var visited = new HashSet<object>(ReferenceEqualityComparer.Instance);
        var pending = new Stack<(object? Value, string Path)>();
        pending.Push((root, root?.GetType().Name ?? "null"));
        while (pending.Count > 0)
        {
            (object? value, string path) = pending.Pop();
            if (value is null)
            {
                continue;
            }

            Type type = value.GetType();
            if (value is Compilation or ISymbol or SyntaxNode or SyntaxTree or SyntaxReference or SemanticModel or Location or Diagnostic
                or AttributeData or IOperation or Delegate
                || type == typeof(SyntaxToken) || type == typeof(SyntaxTrivia) || type == typeof(TypedConstant))
            {
                return $"{path} is a {type.Name}";
            }

            if (type.IsPrimitive || type.IsEnum || value is string || (!type.IsValueType && !visited.Add(value)))
            {
                continue;
            }

            if (value is IEnumerable items)
            {
                int index = 0;
                foreach (object? item in items)
                {
                    pending.Push((item, $"{path}[{index++}]"));
                }
            }

            if (type.IsArray)
            {
                continue;
            }

            for (Type? level = type; level is not null; level = level.BaseType)
            {
                foreach (FieldInfo field in level.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
                {
                    pending.Push((field.GetValue(value), $"{path}.{field.Name}"));
                }
            }
        }

        return null;
    }
}
