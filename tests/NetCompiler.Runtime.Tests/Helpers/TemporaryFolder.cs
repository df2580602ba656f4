using System;
using System.IO;

namespace NetCompiler.Runtime.Tests.Helpers;

/// <summary>A folder that lives as long as a test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("netcompiler-");

    public string[] Files => [.. Array.ConvertAll(Directory.GetFileSystemEntries(_folder.FullName), path => Path.GetFileName(path)!)];

    public string PathOf(string name) => Path.Combine(_folder.FullName, name);

    public string Write(string name, byte[] bytes)
    {
        File.WriteAllBytes(PathOf(name), bytes);
        return PathOf(name);
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
