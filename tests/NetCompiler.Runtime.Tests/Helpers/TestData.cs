using System;
using System.IO;
using Xunit;

namespace NetCompiler.Runtime.Tests.Helpers;

/// <summary>Real data sets, where they are: under NETCOMPILER_DATA, or in ../shared/data beside the repository.</summary>
internal static class TestData
{
    /// <summary>The path of a file; skips the test where it is absent.</summary>
    public static string Require(string set, string file)
    {
        string? root = Environment.GetEnvironmentVariable("NETCOMPILER_DATA") ?? BesideRepository();
        string? path = root is null ? null : Path.Combine(root, set, file);
        if (path is null || !File.Exists(path))
        {
            Assert.Skip($"The data '{set}/{file}' are not there: set NETCOMPILER_DATA to a folder that holds them, or put them in ../shared/data beside the repository.");
        }

        return path;
    }

    private static string? BesideRepository()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "NetCompiler.sln")))
            {
                return Path.Combine(folder.FullName, "..", "shared", "data");
            }
        }

        return null;
    }
}
