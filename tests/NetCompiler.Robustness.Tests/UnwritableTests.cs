using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using NetCompiler.Runtime.Tests.Helpers;
using Xunit;

namespace NetCompiler.Robustness.Tests;

/// <summary>Saving where it cannot be: the exception names the file, and what was there stays.</summary>
public sealed class UnwritableTests
{
    [Fact]
    public void A_missing_folder_is_named()
    {
        using var folder = new TemporaryFolder();
        string path = Path.Combine(folder.PathOf("absent"), "net.safetensors");
        DirectoryNotFoundException exception = Assert.Throws<DirectoryNotFoundException>(() => new Plain().Save(path));
        Assert.Contains(path, exception.Message, StringComparison.Ordinal);
        Assert.Contains(folder.PathOf("absent") + "'", exception.Message, StringComparison.Ordinal);
        Assert.Empty(folder.Files);
    }

    [Fact]
    public void A_folder_of_that_name_is_left_alone()
    {
        using var folder = new TemporaryFolder();
        string path = folder.PathOf("net.safetensors");
        Directory.CreateDirectory(path);
        IOException exception = Assert.Throws<IOException>(() => new Plain().Save(path));
        Assert.Equal($"Cannot write '{path}': it is a folder. Give the name of a file.", exception.Message);
        Assert.Equal(["net.safetensors"], folder.Files);
    }

    [Fact]
    public void A_read_only_folder_keeps_the_old_file()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has no read-only folders.");
            return;
        }

        using var folder = new TemporaryFolder();
        string path = folder.PathOf("net.safetensors");
        new Plain(1).Save(path);
        byte[] before = File.ReadAllBytes(path);
        string parent = Path.GetDirectoryName(path)!;
        UnixFileMode mode = File.GetUnixFileMode(parent);
        File.SetUnixFileMode(parent, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        try
        {
            if (CanWrite(parent))
            {
                // This user may write everywhere, and another may not.
                File.SetUnixFileMode(parent, UnixFileMode.UserRead | UnixFileMode.UserExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);
                (string said, string error) = Run("command -v setpriv > /dev/null || exit 77; exec setpriv --reuid=65534 --clear-groups dotnet \"$0\" \"$1\" 8", path);
                if (error.Length == 0 && said.Length == 0)
                {
                    Assert.Skip("This user may write everywhere, and there is no setpriv to become another.");
                }

                Assert.Contains($"System.UnauthorizedAccessException: Cannot write '{path}'", error, StringComparison.Ordinal);
                return;
            }

            UnauthorizedAccessException exception = Assert.Throws<UnauthorizedAccessException>(() => new Plain(2).Save(path));
            Assert.Contains($"Cannot write '{path}'", exception.Message, StringComparison.Ordinal);
        }
        finally
        {
            File.SetUnixFileMode(parent, mode);
            Assert.Equal(before, File.ReadAllBytes(path));
            Assert.Equal(["net.safetensors"], folder.Files);
        }
    }

    // Files that may have 100 kilobytes at most, and a file system of as many where this user may make one.
    [Theory]
    [InlineData("trap '' XFSZ; ulimit -f 100; exec dotnet \"$0\" \"$1\" 8")]
    [InlineData("unshare -m true 2> /dev/null || exit 77; exec unshare -m -- bash -c 'mount -t tmpfs -o size=100k,mode=777 tmpfs \"$(dirname \"$1\")\" || exit 77; dotnet \"$0\" \"$1\" 8; ls \"$(dirname \"$1\")\"' \"$0\" \"$1\"")]
    public void A_full_disk_keeps_the_old_file(string command)
    {
        if (OperatingSystem.IsWindows() || !File.Exists("/bin/bash"))
        {
            Assert.Skip("There is no bash to limit the size of files with.");
            return;
        }

        using var folder = new TemporaryFolder();
        string path = folder.PathOf("net.safetensors");
        var saved = new SavingChild.Saved();
        saved.SetVersion(7);
        saved.SaveVersion(path, 7);
        (string said, string error) = Run(command, path);
        if (error.Length == 0 && said.Length == 0)
        {
            Assert.Skip("This user may make no file system.");
        }

        Assert.Equal(string.Empty, said);
        Assert.Contains($"System.IO.IOException: Cannot write '{path}': ", error, StringComparison.Ordinal);
        Assert.Contains("What was there is as it was.", error, StringComparison.Ordinal);
        Assert.Equal(7, SavingChild.Saved.VersionOf(path));
        Assert.Equal(["net.safetensors"], folder.Files);
    }

    [Fact]
    public void A_stream_that_fails_is_the_callers()
    {
        var network = new Plain(3);
        float[] before = Values(network);
        IOException exception = Assert.Throws<IOException>(() => NetworkFile.Save(network, new FailingStream(100)));
        Assert.Equal("no room", exception.Message);
        Assert.Equal(before, Values(network));
    }

    [Fact]
    public void A_file_that_another_writes_is_no_leftover()
    {
        using var folder = new TemporaryFolder();
        string path = folder.PathOf("net.safetensors");
        string other = path + "." + Guid.NewGuid().ToString("N") + ".tmp";
        string leftover = path + "." + Guid.NewGuid().ToString("N") + ".tmp";
        string unrelated = path + ".notes.tmp";
        File.WriteAllBytes(leftover, [1]);
        File.WriteAllBytes(unrelated, [2]);
        using (new FileStream(other, FileMode.CreateNew, FileAccess.Write, FileShare.None))
        {
            new Plain(1).Save(path);
            Assert.Equal(["net.safetensors", Path.GetFileName(other), Path.GetFileName(unrelated)], folder.Files.Order(StringComparer.Ordinal).OrderBy(file => file != "net.safetensors").ThenBy(file => file != Path.GetFileName(other)));
        }

        new Plain(2).Save(path);
        Assert.Equal(["net.safetensors", Path.GetFileName(unrelated)], folder.Files.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_file_that_is_being_read_is_replaced_for_the_next_reader()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows does not replace a file that is open.");
            return;
        }

        using var folder = new TemporaryFolder();
        string path = folder.PathOf("net.safetensors");
        new Plain(1).Save(path);
        using (FileStream reader = File.OpenRead(path))
        {
            new Plain(2).Save(path);
            Assert.Equal(Values(new Plain(1)), Values(Plain.Load(reader)));
        }

        Assert.Equal(Values(new Plain(2)), Values(Plain.Load(path)));
    }

    // Of bash, with the saving process as $0 and the file as $1. Nothing said at all means that the command is not for this machine.
    private static (string Said, string Error) Run(string command, string path)
    {
        var start = new ProcessStartInfo("/bin/bash") { RedirectStandardError = true, RedirectStandardOutput = true, UseShellExecute = false };
        foreach (string argument in (string[])["-c", command, typeof(SavingChild.Saved).Assembly.Location, path])
        {
            start.ArgumentList.Add(argument);
        }

        // The runtime's own files would be too long for a limited process.
        start.Environment["DOTNET_EnableDiagnostics"] = "0";
        start.Environment["DOTNET_EnableWriteXorExecute"] = "0";
        using Process child = Process.Start(start)!;
        string said = child.StandardOutput.ReadToEnd();
        string error = child.StandardError.ReadToEnd();
        child.WaitForExit();
        return child.ExitCode == 77 ? (string.Empty, string.Empty) : (said, error);
    }

    private static float[] Values(Plain network) => [.. network.Parameters.SelectMany(parameter => parameter.ToArray())];

    private static bool CanWrite(string folder)
    {
        try
        {
            File.Create(Path.Combine(folder, "probe"), 1, FileOptions.DeleteOnClose).Dispose();
            return true;
        }
        catch (UnauthorizedAccessException)
        {
            return false;
        }
    }

    private sealed class FailingStream(int room) : MemoryStream
    {
        public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            if (Length + buffer.Length > room)
            {
                throw new IOException("no room");
            }

            base.Write(buffer.ToArray(), 0, 0);
            SetLength(Length + buffer.Length);
        }
    }
}
