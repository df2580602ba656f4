using System;

namespace NetCompiler.Network.Tests.Measures;

/// <summary>Bytes that the whole process allocates on the managed heap.</summary>
internal static class Allocation
{
    private const int Repetitions = 7;

    /// <summary>
    /// What a longer run allocates beyond a shorter one. Allocations of other threads (the test runner's) only ever add, so each run
    /// is repeated and its smallest number counts.
    /// </summary>
    public static long Between(int shorter, int longer, Action<int> run)
    {
        run(shorter);
        run(longer);
        return Smallest(longer, run) - Smallest(shorter, run);
    }

    private static long Smallest(int length, Action<int> run)
    {
        long smallest = long.MaxValue;
        for (int repetition = 0; repetition < Repetitions; repetition++)
        {
            long before = GC.GetTotalAllocatedBytes(precise: true);
            run(length);
            smallest = Math.Min(smallest, GC.GetTotalAllocatedBytes(precise: true) - before);
        }

        return smallest;
    }
}
