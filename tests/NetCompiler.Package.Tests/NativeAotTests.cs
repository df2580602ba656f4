using System;
using System.IO;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using System.Threading.Tasks;
using Xunit;

namespace NetCompiler.Package.Tests;

public sealed class NativeAotTests
{
    private const long MegaByte = 1_000_000;

    [Fact]
    public async Task The_embedded_sample_publishes_to_one_small_executable_without_a_warning_and_runs()
    {
        if (!OperatingSystem.IsLinux() || RuntimeInformation.OSArchitecture != Architecture.X64)
        {
            Assert.Skip("Published for linux-x64: Native AOT does not compile for it elsewhere.");
        }

        bool clang = await Command.ExistsAsync("clang");
        if (!clang && !await Command.ExistsAsync("gcc"))
        {
            Assert.Skip("Native AOT links with clang or gcc; neither is installed.");
        }

        using var folder = new TemporaryFolder();
        (int code, string output) = await Command.TryRunAsync(
            Repository.Root,
            "dotnet",
            "publish",
            Path.Combine("samples", "EmbeddedInference"),
            "-c",
            "Release",
            "-f",
            "net9.0",
            "-r",
            "linux-x64",
            "--artifacts-path",
            folder.At("artifacts"),
            "-o",
            folder.At("publish"),
            clang ? "-p:CppCompilerAndLinker=clang" : "-p:CppCompilerAndLinker=gcc",
            "-nodeReuse:false");
        if (code != 0 && Regex.IsMatch(output, @"NU1301|NU1101.*ILCompiler"))
        {
            Assert.Skip("The AOT compiler of .NET 9 is not installed and cannot be restored here.");
        }

        Assert.True(code == 0, output);
        Assert.DoesNotMatch(@"\bwarning\b", output);
        string executable = Assert.Single(Directory.GetFiles(folder.At("publish")));
        Assert.InRange(new FileInfo(executable).Length, 100_000, (2 * MegaByte) + (MegaByte / 2));

        string run = await Command.RunAsync(folder.At("publish"), executable);
        MatchCollection predictions = Regex.Matches(run, @"drawn as (\d).*read as (\d)");
        Assert.True(predictions.Count >= 3, run);
        Assert.All(predictions, prediction => Assert.Equal(prediction.Groups[1].Value, prediction.Groups[2].Value));
    }
}
