using System;
using NetCompiler.Training;

namespace NetCompiler.Network.Tests.Measures;

/// <summary>
/// Reads what the whole process has allocated, at two steps of one training: threads and buffers stand, so that the steps between are
/// all there is, and the count is exact.
/// </summary>
internal sealed class AllocationProbe(int from, int to) : IProgress<TrainingProgress>
{
    private long _before;

    /// <summary>Bytes between the two steps; -1 as long as they have not both come.</summary>
    public long Allocated { get; private set; } = -1;

    /// <inheritdoc/>
    public void Report(TrainingProgress value)
    {
        if (value.Step == from)
        {
            _before = GC.GetTotalAllocatedBytes(precise: true);
        }
        else if (value.Step == to)
        {
            Allocated = GC.GetTotalAllocatedBytes(precise: true) - _before;
        }
    }
}
