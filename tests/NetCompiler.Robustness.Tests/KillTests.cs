using System;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using NetCompiler.Runtime.Tests.Helpers;
using NetCompiler.SavingChild;
using Xunit;

namespace NetCompiler.Robustness.Tests;

/// <summary>A process that is killed while it saves: under the name there is the old file or the new one, whole.</summary>
public sealed class KillTests(ITestOutputHelper output)
{
    private const int Kills = 100;

    [Fact]
    public async Task A_hundred_kills_leave_whole_files_and_at_most_one_temporary_one()
    {
        using var folder = new TemporaryFolder();
        string path = folder.PathOf("net.safetensors");
        var random = new Random(1);
        int version = 1;
        int temporaries = 0;
        int newer = 0;
        for (int kill = 0; kill < Kills; kill++)
        {
            using Process child = Start(path, version);
            Assert.NotNull(await child.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromMinutes(2)));
            Thread.Sleep(TimeSpan.FromMilliseconds(random.NextDouble() * 60));
            child.Kill();
            string rest = await child.StandardOutput.ReadToEndAsync();
            await child.WaitForExitAsync();

            // What it has said to be saved, or the one after, whose message the kill cut off.
            int said = rest.Split('\n').Where(line => int.TryParse(line, CultureInfo.InvariantCulture, out _)).Select(line => int.Parse(line, CultureInfo.InvariantCulture)).Append(version).Max();
            int found = Saved.VersionOf(path);
            Assert.True(found >= version && found >= said - 1 && found <= said + 1, $"The file is version {found}; the process said that it had saved {said}.");
            newer += found > said ? 1 : 0;
            string[] others = [.. folder.Files.Where(file => file != "net.safetensors")];
            Assert.True(others.Length <= 1, $"After {kill + 1} kills: {string.Join(", ", others)}");
            temporaries += others.Length;
            version = found + 1;
        }

        string text = $"{Kills} kills, {version - 1} files saved in all: every time a whole file, {temporaries} times killed with a temporary file half written, {newer} times between the new name and the message. At the end {folder.Files.Length - 1} temporary files.";
        output.WriteLine(text);

        // What passes is silent otherwise, and these counts are to be read.
        TestContext.Current.SendDiagnosticMessage("{0}", text);
        Assert.InRange(temporaries, 1, Kills);

        // The next save takes the last of them away.
        new Saved().SaveVersion(path, 0);
        Assert.Equal(["net.safetensors"], folder.Files);
    }

    private static Process Start(string path, int version)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath is { } host && Path.GetFileNameWithoutExtension(host) == "dotnet" ? host : "dotnet") { RedirectStandardOutput = true, UseShellExecute = false };
        start.ArgumentList.Add(typeof(Saved).Assembly.Location);
        start.ArgumentList.Add(path);
        start.ArgumentList.Add(version.ToString(CultureInfo.InvariantCulture));
        start.Environment["DOTNET_TieredPGO"] = "0";
        return Process.Start(start)!;
    }
}
