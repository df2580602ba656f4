using System;
using System.IO;
using System.Linq;
using System.Reflection;

namespace NetCompiler;

/// <summary>Finds files that were compiled into an assembly as <c>EmbeddedResource</c>.</summary>
internal static class EmbeddedFile
{
    /// <summary>Opens a resource by its full name, or by the end of it: the build puts namespace and folders before the file's name.</summary>
    /// <param name="assembly">Where to look.</param>
    /// <param name="resource">The full name, or the file's name.</param>
    /// <exception cref="FileNotFoundException">No resource has the name, or several end with it; the message lists them.</exception>
    public static Stream Open(Assembly assembly, string resource)
    {
        ArgumentNullException.ThrowIfNull(assembly);
        ArgumentException.ThrowIfNullOrEmpty(resource);
        if (assembly.GetManifestResourceStream(resource) is { } exact)
        {
            return exact;
        }

        string[] names = assembly.GetManifestResourceNames();
        string[] matches = [.. names.Where(name => name.EndsWith("." + resource, StringComparison.Ordinal))];
        if (matches is [string match] && assembly.GetManifestResourceStream(match) is { } found)
        {
            return found;
        }

        string assemblyName = assembly.GetName().Name ?? "the assembly";
        string message = matches.Length > 1
            ? $"Several embedded resources of '{assemblyName}' are called '{resource}': {List(matches)}. Give the full name of one."
            : $"'{assemblyName}' has no embedded resource '{resource}'; it has {List(names)}. "
                + $"Add <EmbeddedResource Include=\"{resource}\" /> to its project, with the path of the weights file.";
        throw new FileNotFoundException(message, resource);
    }

    private static string List(string[] names) => names.Length == 0 ? "none" : string.Join(", ", names.Select(name => $"'{name}'"));
}
