using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using NetCompiler.Benchmarks.Measuring;
using NetCompiler.Benchmarks.Output;

namespace NetCompiler.Benchmarks.Machine;

/// <summary>Measures what the core can do at most: multiply-adds at each vector width, and reads from each level of memory.</summary>
internal static class LimitsBenchmark
{
    private const int LineFloats = 16;
    private const long SharedBytes = 16 << 20;

    /// <summary>Measures everything, as rows and as limits. A limit is the best that was seen, not the median.</summary>
    public static (IReadOnlyList<ResultRow> Rows, MachineLimits Limits) Run(TimingOptions options)
    {
        var rows = new List<ResultRow>();
        double peak = 0;
        if (Vector512.IsHardwareAccelerated)
        {
            var work = default(MultiplyAdds512);
            peak = Math.Max(peak, Peak(rows, 512, Timing.Measure(ref work, options), MultiplyAdds512.Operations));
        }

        if (Vector256.IsHardwareAccelerated)
        {
            var work = default(MultiplyAdds256);
            peak = Math.Max(peak, Peak(rows, 256, Timing.Measure(ref work, options), MultiplyAdds256.Operations));
        }

        var narrow = default(MultiplyAdds128);
        peak = Math.Max(peak, Peak(rows, 128, Timing.Measure(ref narrow, options), MultiplyAdds128.Operations));

        var levels = new List<MemoryLevel>();
        long smaller = 0;
        foreach ((string name, long capacity) in CacheSizes.Read())
        {
            // Well inside the level, and well beyond the smaller one. A large shared cache may serve other programs too, so it is not filled.
            long bytes = Math.Min(capacity / 2, Math.Max(SharedBytes, 4 * smaller));
            levels.Add(new MemoryLevel(name, capacity, Bandwidth(rows, name, bytes, options)));
            smaller = capacity;
        }

        levels.Add(new MemoryLevel("DRAM", long.MaxValue, Bandwidth(rows, "DRAM", Math.Clamp(4 * smaller, 256L << 20, 1L << 30), options)));
        return (rows, new MachineLimits(peak, levels));
    }

    private static double Peak(List<ResultRow> rows, int width, Measurement call, int operations)
    {
        double gflops = operations / call.Minimum;
        rows.Add(new ResultRow("machine", $"fma_{width}", "hardware", call, gflops, 1));
        return gflops;
    }

    private static double Bandwidth(List<ResultRow> rows, string name, long bytes, TimingOptions options)
    {
        int length = (int)(bytes / sizeof(float) / (8 * LineFloats) * (8 * LineFloats));
        float[] memory = GC.AllocateArray<float>(length + LineFloats - 1, pinned: true);
        int start = (int)(-Marshal.UnsafeAddrOfPinnedArrayElement(memory, 0) & 63) / sizeof(float);

        // Pages are mapped when they are first written.
        memory.AsSpan().Fill(1);
        Measurement pass;
        if (Vector512.IsHardwareAccelerated)
        {
            var work = new Reads512(memory, start, length);
            pass = Timing.Measure(ref work, options);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            var work = new Reads256(memory, start, length);
            pass = Timing.Measure(ref work, options);
        }
        else
        {
            var work = new Reads128(memory, start, length);
            pass = Timing.Measure(ref work, options);
        }

        double bandwidth = (double)length * sizeof(float) / pass.Minimum;
        double megabytes = (double)length * sizeof(float) / (1 << 20);
        rows.Add(new ResultRow("machine", FormattableString.Invariant($"read_{name}_{megabytes:0.###}MB_{bandwidth:0.0}GB/s"), "hardware", pass, 0, 1));
        return bandwidth;
    }
}
