using System;
using System.IO;

namespace NetCompiler;

/// <summary>Writes a file so that its name always stands for a whole file: the old one until the new one is complete and on the disk.</summary>
internal static class AtomicFile
{
    private const string Suffix = ".tmp";

    /// <summary>
    /// Writes a temporary file in the same folder, flushes it to the disk, and gives it the name. On failure the temporary file is removed; one that a process left that was
    /// killed is removed by the next that writes the same name.
    /// </summary>
    /// <param name="path">The name.</param>
    /// <param name="write">Writes the contents.</param>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder, or the file, may not be written.</exception>
    /// <exception cref="IOException">The file cannot be written: the disk is full, the name is a folder's, or another process holds the file. A file that was there before is as it was.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        if (Directory.Exists(path))
        {
            throw new IOException($"Cannot write '{path}': it is a folder. Give the name of a file.");
        }

        string? temporary = null;
        try
        {
            RemoveLeftovers(path);
            temporary = $"{path}.{Guid.NewGuid():N}{Suffix}";

            // Unix lets an open file be renamed whatever its sharing, and only an exclusive lock tells other processes that it is no leftover; Windows wants to be told.
            FileShare share = OperatingSystem.IsWindows() ? FileShare.Delete : FileShare.None;
            using var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, share);
            write(stream);
            stream.Flush(flushToDisk: true);

            // While it is open: a closed one could be taken for a leftover.
            File.Move(temporary, path, overwrite: true);
            temporary = null;
        }
        catch (Exception exception)
        {
            Remove(temporary);
            switch (exception)
            {
                case DirectoryNotFoundException:
                    throw new DirectoryNotFoundException($"Cannot write '{path}': there is no folder '{Path.GetDirectoryName(Path.GetFullPath(path))}'. Make it first.", exception);
                case UnauthorizedAccessException:
                    throw new UnauthorizedAccessException($"Cannot write '{path}': the folder, or the file, may not be written by this user ({exception.Message}). What was there is as it was.", exception);
                case ArgumentOutOfRangeException { ParamName: "value" }:
                    // What the framework makes of a file that is longer than the file system, or a limit of the process, allows.
                    throw new IOException($"Cannot write '{path}': the file would be longer than the file system allows. What was there is as it was.", exception);
                case IOException:
                    throw new IOException($"Cannot write '{path}': {exception.Message.TrimEnd('.')}. What was there is as it was.", exception);
                default:
                    throw;
            }
        }
    }

    // Temporary files of the same name that nobody is writing.
    private static void RemoveLeftovers(string path)
    {
        string full = Path.GetFullPath(path);
        if (Path.GetDirectoryName(full) is not { } folder || !Directory.Exists(folder))
        {
            return;
        }

        string prefix = Path.GetFileName(full) + ".";
        foreach (string file in Directory.EnumerateFiles(folder, "*" + Suffix))
        {
            ReadOnlySpan<char> name = Path.GetFileName(file.AsSpan());
            if (name.StartsWith(prefix, StringComparison.Ordinal) && Guid.TryParseExact(name[prefix.Length..^Suffix.Length], "N", out _))
            {
                RemoveUnlessOpen(file);
            }
        }
    }

    private static void RemoveUnlessOpen(string file)
    {
        try
        {
            using (new FileStream(file, FileMode.Open, FileAccess.ReadWrite, OperatingSystem.IsWindows() ? FileShare.Delete : FileShare.None))
            {
                File.Delete(file);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Somebody is writing it, or it is gone already.
        }
    }

    private static void Remove(string? temporary)
    {
        try
        {
            if (temporary is not null)
            {
                File.Delete(temporary);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The caller is about to learn why writing failed, and that matters more than the remains.
        }
    }
}
