using System;
using System.Diagnostics;

namespace NetCompiler.Benchmarks.Measuring;

/// <summary>Measures work: warm-up, then batches of calls, so that reading the clock costs nothing beside them.</summary>
internal static class Timing
{
    private static TimeSpan s_passed;
    private static TimeSpan s_used;

    /// <summary>The share of its core that this process had while it measured; 1 where nothing was measured. Less than all means that others ran there too.</summary>
    public static double Share => s_passed > TimeSpan.Zero ? s_used / s_passed : 1;

    /// <summary>Measures one call.</summary>
    public static Measurement Measure<TWork>(ref TWork work, TimingOptions options)
        where TWork : struct, IWork
    {
        long warm = Stopwatch.GetTimestamp();
        long calls = 1;
        double nanoseconds;
        do
        {
            // Grows until a run takes a twentieth of a batch, so that the number of calls in a batch is known well.
            nanoseconds = Time(ref work, calls);
            if (nanoseconds < options.BatchTime.TotalNanoseconds / 20)
            {
                calls *= 2;
            }
        }
        while (Stopwatch.GetElapsedTime(warm) < options.WarmUp);

        long batch = Math.Max(1, (long)Math.Ceiling(options.BatchTime.TotalNanoseconds * calls / nanoseconds));
        double[] means = new double[options.BatchesOf(TimeSpan.FromMicroseconds(batch * nanoseconds / calls / 1000))];
        TimeSpan used = Environment.CpuUsage.TotalTime;
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < means.Length; i++)
        {
            means[i] = Time(ref work, batch) / batch;
        }

        s_passed += Stopwatch.GetElapsedTime(start);
        s_used += Environment.CpuUsage.TotalTime - used;
        return Measurement.Of(means);
    }

    private static double Time<TWork>(ref TWork work, long calls)
        where TWork : struct, IWork
    {
        long start = Stopwatch.GetTimestamp();
        work.Run(calls);
        return Stopwatch.GetElapsedTime(start).TotalNanoseconds;
    }
}
