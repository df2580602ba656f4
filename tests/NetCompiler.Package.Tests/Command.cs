using System;
using System.Collections.Generic;
using System.ComponentModel;
using System.Diagnostics;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Xunit;

namespace NetCompiler.Package.Tests;

/// <summary>Runs another program to its end, as a user would from a shell.</summary>
internal static class Command
{
    // What the build that runs these tests tells its own children, and would lead another build astray.
    private static readonly string[] s_inherited = ["MSBUILD", "VSTEST", "DOTNET_CLI_", "TESTINGPLATFORM", "COREHOST"];

    /// <summary>Runs a program and returns what it wrote to both streams; fails the test where it exits with another code than 0.</summary>
    public static async Task<string> RunAsync(string folder, string program, params string[] arguments)
    {
        (int code, string output) = await TryRunAsync(folder, program, arguments);
        Assert.True(code == 0, $"{program} {string.Join(' ', arguments)} exited with {code}:{Environment.NewLine}{output}");
        return output;
    }

    /// <summary>Runs a program and returns its exit code and what it wrote to both streams.</summary>
    public static async Task<(int ExitCode, string Output)> TryRunAsync(string folder, string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        List<string> names = [.. start.Environment.Keys.Where(name => s_inherited.Any(prefix => name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)))];
        names.ForEach(name => start.Environment.Remove(name));
        start.Environment["DOTNET_NOLOGO"] = "1";
        start.Environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";

        var output = new StringBuilder();
        using var process = new Process { StartInfo = start };
        process.OutputDataReceived += (_, line) => Append(output, line.Data);
        process.ErrorDataReceived += (_, line) => Append(output, line.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromMinutes(10));
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }

        lock (output)
        {
            return (process.ExitCode, output.ToString());
        }
    }

    /// <summary>Whether a program can be started by name.</summary>
    public static async Task<bool> ExistsAsync(string program)
    {
        try
        {
            return (await TryRunAsync(".", program, "--version")).ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }

    private static void Append(StringBuilder output, string? line)
    {
        if (line is not null)
        {
            lock (output)
            {
                output.AppendLine(line);
            }
        }
    }
}
