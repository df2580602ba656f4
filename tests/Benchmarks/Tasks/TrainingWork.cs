using System;
using System.Runtime.CompilerServices;
using NetCompiler.Benchmarks.Measuring;
using NetCompiler.Benchmarks.Suite;
using NetCompiler.Training;

namespace NetCompiler.Benchmarks.Tasks;

/// <summary>Training steps by hand; another batch each time.</summary>
/// <param name="calls">The network.</param>
/// <param name="optimizer">Its optimizer.</param>
/// <param name="data">Whole batches.</param>
/// <param name="rows">Samples in a batch.</param>
internal struct TrainingWork<TCalls>(TCalls calls, Optimizer optimizer, SampleData data, int rows) : IWork
    where TCalls : struct, INetworkCalls
{
    private int _next;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Run(long count)
    {
        for (long call = 0; call < count; call++)
        {
            calls.TrainStep(data.Batch(_next, rows), optimizer);
            _next += rows;
            if (_next == data.Samples)
            {
                _next = 0;
            }
        }
    }
}
