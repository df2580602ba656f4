using System;

namespace NetCompiler.Benchmarks.Suite;

/// <summary>The samples of one step, and what is to be learnt of them.</summary>
internal readonly ref struct SampleBatch
{
    /// <summary>Samples x inputs: numbers, or the bits of tokens.</summary>
    public required ReadOnlySpan<float> Inputs { get; init; }

    /// <summary>A class for each sample, or for each step of one.</summary>
    public required ReadOnlySpan<int> Labels { get; init; }

    /// <summary>Samples x outputs; empty where classes or the inputs are learnt.</summary>
    public required ReadOnlySpan<float> Targets { get; init; }
}
