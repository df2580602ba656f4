using System;
using System.ComponentModel;
using System.Diagnostics;
using System.IO;
using System.Threading.Tasks;
using NetCompiler.Network.Tests.Fixtures;
using Xunit;

namespace NetCompiler.Network.Tests.Live;

/// <summary>PyTorch in a process of its own, where it is installed.</summary>
internal static class PyTorch
{
    // A Python of the user's may come before the system's, which has Debian's python3-torch.
    private static readonly string[] s_interpreters = ["python3", "/usr/bin/python3"];

    private static readonly int s_seed = Random.Shared.Next(1, 1_000_000);

    private static readonly Lazy<(NetworkFixture? Fixture, string Problem)> s_fixture = new(Make);

    /// <summary>A fixture of this run's seed, made once; skips the test where no Python has PyTorch.</summary>
    public static NetworkFixture Fixture()
    {
        (NetworkFixture? fixture, string problem) = s_fixture.Value;
        if (fixture is null)
        {
            Assert.Skip(problem);
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"make_networks.py --live {s_seed}");
        return fixture;
    }

    private static (NetworkFixture? Fixture, string Problem) Make()
    {
        foreach (string interpreter in s_interpreters)
        {
            if (Run(interpreter, "-c", "import torch") is { Code: 0 })
            {
                (int code, string output, string error) = Run(interpreter, Path.Combine(NetworkFixture.Folder, "make_networks.py"), "--live", s_seed.ToString())!.Value;
                return code == 0
                    ? (NetworkFixture.Parse(output), string.Empty)
                    : throw new InvalidOperationException($"make_networks.py --live {s_seed} failed with {code}: {error}");
            }
        }

        return (null, "No python3 with PyTorch is installed here (Debian: apt-get install python3-torch).");
    }

    private static (int Code, string Output, string Error)? Run(string interpreter, params string[] arguments)
    {
        try
        {
            using Process process = Process.Start(new ProcessStartInfo(interpreter, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            Task<string> error = process.StandardError.ReadToEndAsync();
            string output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            return (process.ExitCode, output, error.GetAwaiter().GetResult());
        }
        catch (Win32Exception)
        {
            // There is no such program.
            return null;
        }
    }
}
