using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace NetCompiler.Benchmarks.Layers;

/// <summary>Clocks of kernel calls. Public, as instrumented networks are compiled into assemblies of their own.</summary>
public static class KernelProbe
{
    /// <summary>Ticks of <see cref="Stopwatch"/> within each call, by its number.</summary>
    internal static long[] Ticks { get; } = new long[4096];

    /// <summary>Before a call.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static long Start() => Stopwatch.GetTimestamp();

    /// <summary>After a call.</summary>
    /// <param name="call">Its number.</param>
    /// <param name="started">What <see cref="Start"/> gave.</param>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static void Stop(int call, long started) => Ticks[call] += Stopwatch.GetTimestamp() - started;
}
