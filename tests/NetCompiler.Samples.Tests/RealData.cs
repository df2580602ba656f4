using System;
using System.IO;
using NetCompiler.Samples.Data;

namespace NetCompiler.Samples.Tests;

/// <summary>Real data sets, where they are: under NETCOMPILER_DATA, or in ../shared/data beside the repository.</summary>
internal static class RealData
{
    /// <summary>The folder with one folder for each set, or null.</summary>
    public static string? Find()
    {
        if (Environment.GetEnvironmentVariable(DatasetLocator.EnvironmentVariable) is { Length: > 0 } named)
        {
            return named;
        }

        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "NetCompiler.sln")))
            {
                string data = Path.Combine(folder.FullName, "..", "shared", "data");
                return Directory.Exists(data) ? data : null;
            }
        }

        return null;
    }
}
