using System;
using System.IO;
using NetCompiler.Benchmarks.Machine;
using NetCompiler.Benchmarks.Measuring;

namespace NetCompiler.Benchmarks.Running;

/// <summary>What the program was asked for.</summary>
internal sealed record BenchmarkOptions
{
    /// <summary>inference, train, stream, generator or limits.</summary>
    public required string Command { get; init; }

    /// <summary>The one network to measure; null for all.</summary>
    public string? Net { get; init; }

    /// <summary>Whether peers are measured beside us.</summary>
    public bool Peers { get; init; }

    /// <summary>Whether each kernel gets a row.</summary>
    public bool Layers { get; init; }

    /// <summary>Whether tables are written instead of tab-separated values.</summary>
    public bool Markdown { get; init; }

    /// <summary>Batches of calls.</summary>
    public int Batches { get; init; } = 51;

    /// <summary>Milliseconds of a batch.</summary>
    public int BatchMilliseconds { get; init; } = 5;

    /// <summary>The library of ONNX Runtime; null to look where install-peers puts it.</summary>
    public FileInfo? OnnxRuntime { get; init; }

    /// <summary>Cores that this process was pinned to; 0 in the process that the user started.</summary>
    public int PinnedCores { get; init; }

    /// <summary>The limits, as the first process measured them.</summary>
    public MachineLimits? Limits { get; init; }

    /// <summary>How long is measured.</summary>
    public TimingOptions Timing => new(Batches, TimeSpan.FromMilliseconds(BatchMilliseconds), TimeSpan.FromMilliseconds(400));
}
