using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Numerics;

namespace NetCompiler.Benchmarks.Running;

/// <summary>
/// Starts this program again on some of the cores. A process learns of its cores when it starts, and peers inherit them. The runtime is told not to
/// wait longer before it recompiles because it has one core only: it would measure unoptimized callers for seconds.
/// </summary>
internal static class PinnedProcess
{
    private static readonly long s_allowed = OperatingSystem.IsLinux() || OperatingSystem.IsWindows() ? Process.GetCurrentProcess().ProcessorAffinity : 0;

    /// <summary>Cores that this program may use.</summary>
    public static int AllowedCores => s_allowed == 0 ? Environment.ProcessorCount : BitOperations.PopCount((ulong)s_allowed);

    /// <summary>Runs the program to its end. To be called on the first thread of the process, whose cores a child inherits.</summary>
    /// <param name="cores">How many cores; the last ones, as the first ones tend to serve the system.</param>
    /// <param name="arguments">The command line.</param>
    /// <param name="receive">Called with each line that it writes.</param>
    /// <returns>The exit code.</returns>
    public static int Run(int cores, IEnumerable<string> arguments, Action<string> receive)
    {
        string program = Environment.ProcessPath ?? throw new InvalidOperationException("This process does not know its program.");
        string assembly = typeof(PinnedProcess).Assembly.Location;
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true, UseShellExecute = false };

        // Started as `dotnet NetCompiler.Benchmarks.dll`, or as the program of that name.
        if (Path.GetFileNameWithoutExtension(program) == "dotnet")
        {
            start.ArgumentList.Add(assembly);
        }

        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        start.ArgumentList.Add("--pinned-cores");
        start.ArgumentList.Add(cores.ToString(System.Globalization.CultureInfo.InvariantCulture));
        start.Environment["DOTNET_TC_DelaySingleProcMultiplier"] = "1";

        // One recompilation instead of two: full speed sooner, the same speed.
        start.Environment["DOTNET_TieredPGO"] = "0";
        foreach (string variable in new[] { "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS" })
        {
            start.Environment[variable] = "1";
        }

        Pin(LastCores(cores));
        using Process process = Process.Start(start)!;
        Pin(s_allowed);
        while (process.StandardOutput.ReadLine() is { } line)
        {
            receive(line);
        }

        process.WaitForExit();
        return process.ExitCode;
    }

    private static long LastCores(int cores)
    {
        long mask = 0;
        long left = s_allowed;
        for (int i = 0; i < cores && left != 0; i++)
        {
            long highest = 1L << BitOperations.Log2((ulong)left);
            mask |= highest;
            left &= ~highest;
        }

        return mask;
    }

    private static void Pin(long mask)
    {
        if (mask != 0 && (OperatingSystem.IsLinux() || OperatingSystem.IsWindows()))
        {
            Process.GetCurrentProcess().ProcessorAffinity = (nint)mask;
        }
    }
}
