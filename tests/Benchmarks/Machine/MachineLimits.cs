using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace NetCompiler.Benchmarks.Machine;

/// <summary>How fast one level of memory can be read.</summary>
/// <param name="Name">L1, L2, L3 or DRAM.</param>
/// <param name="Capacity">Bytes that fit.</param>
/// <param name="Bandwidth">Bytes a nanosecond, which is gigabytes a second.</param>
internal sealed record MemoryLevel(string Name, long Capacity, double Bandwidth);

/// <summary>What one core can do at most.</summary>
/// <param name="Peak">Floating-point operations a nanosecond (GFLOP/s) of the widest vectors, a multiply-add being two.</param>
/// <param name="Levels">From the smallest to memory itself.</param>
internal sealed record MachineLimits(double Peak, IReadOnlyList<MemoryLevel> Levels)
{
    /// <summary>
    /// The least time of some work in nanoseconds: the larger of its operations at peak arithmetic, and its bytes at the bandwidths of the levels that
    /// can hold what it uses. The smallest level holds as much as it can, the next one the rest, and so on: nothing can be faster, and what exceeds a
    /// cache by little is not held to the bandwidth of the next.
    /// </summary>
    /// <param name="operations">Floating-point operations.</param>
    /// <param name="bytes">Bytes read or written.</param>
    /// <param name="footprint">Bytes that are used, which decide the levels; more than 0.</param>
    /// <param name="cores">Cores that share the work; each has caches and arithmetic of its own.</param>
    public double LeastTime(double operations, double bytes, double footprint, int cores)
    {
        double time = 0;
        double held = 0;
        foreach (MemoryLevel level in Levels)
        {
            double here = Math.Max(0, Math.Min(footprint, level.Capacity) - held);
            time += bytes * (here / footprint) / level.Bandwidth;
            held += here;
        }

        return Math.Max(operations / Peak, time) / cores;
    }

    /// <summary>As text, to hand on to another process.</summary>
    public override string ToString() => string.Join(
        ';',
        Levels.Select(level => string.Create(CultureInfo.InvariantCulture, $"{level.Name}={level.Capacity}={level.Bandwidth:R}"))
            .Prepend(Peak.ToString("R", CultureInfo.InvariantCulture)));

    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    /// <exception cref="FormatException">The text is something else.</exception>
    public static MachineLimits Parse(string text)
    {
        string[] parts = text.Split(';');
        return new MachineLimits(
            double.Parse(parts[0], CultureInfo.InvariantCulture),
            [
                .. parts.Skip(1).Select(part => part.Split('=') is [string name, string capacity, string bandwidth]
                    ? new MemoryLevel(name, long.Parse(capacity, CultureInfo.InvariantCulture), double.Parse(bandwidth, CultureInfo.InvariantCulture))
                    : throw new FormatException($"'{part}' is no level of memory.")),
            ]);
    }
}
