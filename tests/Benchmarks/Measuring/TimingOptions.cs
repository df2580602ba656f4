using System;

namespace NetCompiler.Benchmarks.Measuring;

/// <summary>How long is measured.</summary>
/// <param name="Batches">Batches of calls, each of which gives one mean; fewer where a call is longer than a batch.</param>
/// <param name="BatchTime">The least time of a batch, long against the clock's resolution and its own cost.</param>
/// <param name="WarmUp">Time before the first batch: the runtime recompiles what is called often after 0.1 s.</param>
internal sealed record TimingOptions(int Batches, TimeSpan BatchTime, TimeSpan WarmUp)
{
    /// <summary>The fewest batches whose median says something.</summary>
    public const int FewestBatches = 5;

    /// <summary>All batches of a slow call take about as many times their least time.</summary>
    public const int Patience = 4;

    /// <summary>How many batches are measured where one takes some time: an odd number, so that one of them is the median.</summary>
    public int BatchesOf(TimeSpan batch) => Math.Min(Batches, Math.Max(FewestBatches, (int)(Patience * Batches * (BatchTime / batch)) | 1));
}
