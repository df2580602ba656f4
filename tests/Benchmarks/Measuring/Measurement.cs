using System;

namespace NetCompiler.Benchmarks.Measuring;

/// <summary>Time of one call in nanoseconds: over batches of calls, the median, least and largest of their means.</summary>
internal readonly record struct Measurement(double Median, double Minimum, double Maximum)
{
    /// <summary>Summarizes the means of batches.</summary>
    /// <param name="means">At least one; sorted by this.</param>
    public static Measurement Of(Span<double> means)
    {
        means.Sort();
        int middle = means.Length / 2;
        double median = means.Length % 2 == 1 ? means[middle] : (means[middle - 1] + means[middle]) / 2;
        return new Measurement(median, means[0], means[^1]);
    }
}
