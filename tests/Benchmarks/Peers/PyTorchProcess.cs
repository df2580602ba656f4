using System;
using System.Collections.Generic;
using System.ComponentModel;
using System.Diagnostics;
using System.IO;
using System.Linq;

namespace NetCompiler.Benchmarks.Peers;

/// <summary>Runs Python with PyTorch on this process's core.</summary>
internal static class PyTorchProcess
{
    private const string Missing = "No python3 with PyTorch is installed here. Run tests/Benchmarks/install-peers (Debian: apt-get install python3-torch libopenblas0-pthread).";

    // A Python of the user's may come before the system's, which has Debian's python3-torch.
    private static readonly string[] s_interpreters = ["python3", "/usr/bin/python3"];

    /// <summary>A Python that has PyTorch.</summary>
    /// <exception cref="MissingPeerException">There is none.</exception>
    public static string Interpreter() =>
        s_interpreters.FirstOrDefault(candidate => TryRun(candidate, string.Empty, ["-c", "import torch"], out _)) ?? throw new MissingPeerException(Missing);

    /// <summary>Writes a script of ours to a folder.</summary>
    /// <returns>Its path.</returns>
    public static string WriteScript(string folder, string name)
    {
        string script = Path.Combine(folder, name);
        using Stream resource = typeof(PyTorchProcess).Assembly.GetManifestResourceStream(name)!;
        using FileStream file = File.Create(script);
        resource.CopyTo(file);
        return script;
    }

    /// <summary>Runs a script and returns the lines that it writes.</summary>
    /// <exception cref="MissingPeerException">There is no Python with PyTorch.</exception>
    /// <exception cref="InvalidDataException">It failed.</exception>
    public static IReadOnlyList<string> Run(string what, string[] arguments) =>
        TryRun(Interpreter(), string.Empty, arguments, out IReadOnlyList<string> lines) ? lines : throw new InvalidDataException($"{what}: PyTorch failed. What it said stands above.");

    /// <summary>Runs a script.</summary>
    /// <param name="program">The interpreter.</param>
    /// <param name="capability">The instruction set that PyTorch's own kernels may take; empty for its choice.</param>
    /// <param name="arguments">The script and its arguments.</param>
    /// <param name="lines">What it wrote.</param>
    /// <returns>Whether it ended well.</returns>
    public static bool TryRun(string program, string capability, string[] arguments, out IReadOnlyList<string> lines)
    {
        bool measures = arguments[0] != "-c";
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = !measures };
        if (capability.Length > 0)
        {
            start.Environment["ATEN_CPU_CAPABILITY"] = capability;
        }

        var read = new List<string>();
        lines = read;
        try
        {
            using Process process = Process.Start(start)!;
            while (process.StandardOutput.ReadLine() is { } line)
            {
                read.Add(line);
            }

            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            // There is no such program.
            return false;
        }
    }
}
