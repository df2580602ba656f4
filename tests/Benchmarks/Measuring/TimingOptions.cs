using System;

namespace NetCompiler.Benchmarks.Measuring;

/// <summary>How long is measured.</summary>
/// <param name="Batches">Batches of calls, each of which gives one mean.</param>
/// <param name="BatchTime">The least time of a batch, long against the clock's resolution and its own cost.</param>
/// <param name="WarmUp">Time before the first batch: the runtime recompiles what is called often after 0.1 s.</param>
internal sealed record TimingOptions(int Batches, TimeSpan BatchTime, TimeSpan WarmUp);
