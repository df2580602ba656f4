using System.Threading;

namespace NetCompiler.Training;

/// <summary>
/// Holds every worker back until all have come. Waiting spins for a while before it blocks, as most waits are shorter than a switch of threads.
/// It is built on a monitor and a counter rather than on events, which allocate when they first block.
/// </summary>
internal sealed class WorkerBarrier
{
    // Some tens of these are busy, the rest give the processor to other threads.
    private const int Spins = 2000;

    private readonly object _gate = new();
    private readonly int _participants;
    private int _arrived;
    private int _round;

    /// <summary>Makes a barrier.</summary>
    /// <param name="participants">How many workers meet, at least 1.</param>
    public WorkerBarrier(int participants)
    {
        _participants = participants;
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
        int round = Volatile.Read(ref _round);
        if (Interlocked.Increment(ref _arrived) == _participants)
        {
            _arrived = 0;
            lock (_gate)
            {
                Volatile.Write(ref _round, round + 1);
                Monitor.PulseAll(_gate);
            }

            return;
        }

        var spinner = default(SpinWait);
        for (int spin = 0; spin < Spins; spin++)
        {
            if (Volatile.Read(ref _round) != round)
            {
                return;
            }

            spinner.SpinOnce(sleep1Threshold: -1);
        }

        lock (_gate)
        {
            while (_round == round)
            {
                Monitor.Wait(_gate);
            }
        }
    }
}
