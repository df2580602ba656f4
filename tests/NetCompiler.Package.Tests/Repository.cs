using System;
using System.IO;

namespace NetCompiler.Package.Tests;

/// <summary>The repository that these tests were built from.</summary>
internal static class Repository
{
    /// <summary>Its root folder.</summary>
    public static string Root { get; } = Find();

    /// <summary>A path inside it.</summary>
    public static string At(params string[] parts) => Path.Combine([Root, .. parts]);

    private static string Find()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "NetCompiler.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException($"There is no NetCompiler.sln above {AppContext.BaseDirectory}.");
    }
}
