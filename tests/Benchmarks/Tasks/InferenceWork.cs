using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using NetCompiler.Benchmarks.Measuring;
using NetCompiler.Benchmarks.Suite;

namespace NetCompiler.Benchmarks.Tasks;

/// <summary>Inference of one sample, through the member for one sample; another sample each time.</summary>
/// <param name="calls">The network.</param>
/// <param name="inputs">Samples x length.</param>
/// <param name="length">Numbers in a sample.</param>
/// <param name="output">Receives an output.</param>
internal struct SampleWork<TCalls>(TCalls calls, float[] inputs, int length, float[] output) : IWork
    where TCalls : struct, INetworkCalls
{
    private nint _next;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run(long count)
    {
        // Spans are made without checks: slicing is the loop's work, not the network's.
        ref float first = ref MemoryMarshal.GetArrayDataReference(inputs);
        Span<float> result = output;
        nint next = _next;
        nint end = inputs.Length;
        for (long call = 0; call < count; call++)
        {
            calls.Forward(MemoryMarshal.CreateReadOnlySpan(ref Unsafe.Add(ref first, next), length), result);
            next += length;
            if (next == end)
            {
                next = 0;
            }
        }

        _next = next;
    }
}

/// <summary>Inference of a batch; another batch each time.</summary>
/// <param name="calls">The network.</param>
/// <param name="inputs">Batches x rows x length.</param>
/// <param name="rows">Samples in a batch.</param>
/// <param name="length">Numbers in a sample.</param>
/// <param name="output">Receives the outputs of a batch.</param>
internal struct BatchWork<TCalls>(TCalls calls, float[] inputs, int rows, int length, float[] output) : IWork
    where TCalls : struct, INetworkCalls
{
    private int _next;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run(long count)
    {
        for (long call = 0; call < count; call++)
        {
            calls.Forward(inputs.AsSpan(_next, rows * length), rows, output);
            _next += rows * length;
            if (_next == inputs.Length)
            {
                _next = 0;
            }
        }
    }
}
