using System;
using System.Runtime.InteropServices;
using System.Threading;

namespace NetCompiler.Training;

/// <summary>
/// Holds every worker back until all have come. Waiting is busy first, then gives the processor to others, and then blocks: stages of small networks
/// take less than a switch of threads, and an idle team must not take a processor for ever. It is built on a monitor and counters rather than on
/// events, which allocate when they first block.
/// </summary>
internal sealed class WorkerBarrier
{
    // Less than a microsecond. More gains little where every worker has a processor of its own, as an idle one yields to itself in a third of a
    // microsecond, and loses all of it at each barrier where two of them share one because another program has the rest.
    private const int BusySpins = 20;

    // Some hundreds of microseconds, if nobody else wants the processor.
    private const int Yields = 1000;

    private readonly object _gate = new();
    private readonly int _participants;
    private readonly int _busySpins;
    private Counters _counters;

    /// <summary>Makes a barrier.</summary>
    /// <param name="participants">How many workers meet, at least 1.</param>
    public WorkerBarrier(int participants)
    {
        _participants = participants;

        // Who shares a processor with the worker it waits for must leave it at once.
        _busySpins = Environment.ProcessorCount < participants ? 0 : BusySpins;
    }

    /// <summary>
    /// Makes what the monitor allocates when a thread blocks on it for the first time. Every worker calls it once, so that waiting never allocates.
    /// </summary>
    public void Enter()
    {
        lock (_gate)
        {
            // The timeout is over at once, and the lock is taken again: the result says nothing.
            _ = Monitor.Wait(_gate, millisecondsTimeout: 0);
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>Comes, and waits for the others. What each wrote before is visible to all after.</summary>
    public void Wait()
    {
        if (_participants == 1)
        {
            return;
        }

        // The round cannot end before this worker has come, too.
        int round = Volatile.Read(ref _counters.Round);
        if (Interlocked.Increment(ref _counters.Arrived) == _participants)
        {
            Release(round);
        }
        else if (!Spin(round))
        {
            Block(round);
        }
    }

    private void Release(int round)
    {
        _counters.Arrived = 0;

        // The round is written before sleepers are counted, and sleepers are counted before they look at the round: one of the two sees the other.
        Interlocked.Exchange(ref _counters.Round, round + 1);
        if (Volatile.Read(ref _counters.Sleepers) != 0)
        {
            lock (_gate)
            {
                Monitor.PulseAll(_gate);
            }
        }
    }

    /// <summary>Waits without blocking; false if the round goes on after that.</summary>
    private bool Spin(int round)
    {
        for (int spin = 0; spin < _busySpins; spin++)
        {
            if (Volatile.Read(ref _counters.Round) != round)
            {
                return true;
            }

            Thread.SpinWait(1);
        }

        for (int yield = 0; yield < Yields; yield++)
        {
            if (Volatile.Read(ref _counters.Round) != round)
            {
                return true;
            }

            Thread.Yield();
        }

        return false;
    }

    private void Block(int round)
    {
        Interlocked.Increment(ref _counters.Sleepers);
        lock (_gate)
        {
            while (Volatile.Read(ref _counters.Round) == round)
            {
                Monitor.Wait(_gate);
            }
        }

        Interlocked.Decrement(ref _counters.Sleepers);
    }

    // Apart by two lines of the cache, as processors fetch them in pairs: who comes does not take away the line that the others look at.
    [StructLayout(LayoutKind.Explicit, Size = 384)]
    private struct Counters
    {
        [FieldOffset(128)]
        public int Arrived;

        [FieldOffset(132)]
        public int Sleepers;

        [FieldOffset(256)]
        public int Round;
    }
}
