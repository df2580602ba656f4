using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Globalization;
using System.Linq;
using System.Text;
using System.Threading;
using NetCompiler.Core.Common;

namespace NetCompiler.Generator;

/// <summary>
/// Makes the names of generated files acceptable to the C# compiler, which compares them without regard to case and takes fewer
/// characters than identifiers may have.
/// </summary>
internal static class HintNames
{
    private const string Suffix = ".g.cs";

    /// <summary>Finds the names that would meet another one: classes <c>Mlp</c> and <c>MLP</c> are legal in one namespace.</summary>
    public static EquatableArray<string> FindClashes(ImmutableArray<string> names, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        return names
            .GroupBy(Clean, StringComparer.OrdinalIgnoreCase)
            .Where(group => group.Count() > 1)
            .SelectMany(group => group)
            .OrderBy(name => name, StringComparer.Ordinal)
            .ToEquatableArray();
    }

    /// <summary>The name to add a file by: with a hash of the exact name where another file's differs in case only.</summary>
    public static string MakeUnique(string name, EquatableArray<string> clashes)
    {
        string clean = Clean(name);
        if (!clashes.Contains(name))
        {
            return clean;
        }

        string stem = clean.EndsWith(Suffix, StringComparison.Ordinal) ? clean.Substring(0, clean.Length - Suffix.Length) : clean;
        return stem + "-" + Hash(name).ToString("x8", CultureInfo.InvariantCulture) + Suffix;
    }

    private static string Clean(string name)
    {
        if (name.All(IsAllowed))
        {
            return name;
        }

        var text = new StringBuilder();
        foreach (char character in name)
        {
            if (IsAllowed(character))
            {
                text.Append(character);
            }
            else
            {
                text.Append('-').Append(((int)character).ToString("x4", CultureInfo.InvariantCulture));
            }
        }

        return text.ToString();
    }

    private static bool IsAllowed(char character) => char.IsLetterOrDigit(character) || character is '.' or '_' or '+' or '-';

    // FNV-1a: string.GetHashCode differs from run to run.
    private static uint Hash(string name)
    {
        uint hash = 2166136261;
        foreach (char character in name)
        {
            hash = unchecked((hash ^ character) * 16777619);
        }

        return hash;
    }
}
