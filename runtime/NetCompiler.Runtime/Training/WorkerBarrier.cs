using System;
using System.Threading;

namespace NetCompiler.Training;

/// <summary>
/// Holds every worker back until all have come. Waiting spins for a short while before it blocks, as most waits are shorter than a switch of
/// threads; it allocates nothing.
/// </summary>
internal sealed class WorkerBarrier : IDisposable
{
    private const int SpinCount = 2000;

    private readonly int _participants;
    private readonly ManualResetEventSlim _even = new(false, SpinCount);
    private readonly ManualResetEventSlim _odd = new(false, SpinCount);
    private int _arrived;
    private int _round;

    /// <summary>Makes a barrier.</summary>
    /// <param name="participants">How many workers meet, at least 1.</param>
    public WorkerBarrier(int participants) => _participants = participants;

    /// <summary>Comes, and waits for the others. What each wrote before is visible to all after.</summary>
    public void Wait()
    {
        if (_participants == 1)
        {
            return;
        }

        // The round cannot change before this worker has come, too.
        int round = Volatile.Read(ref _round);
        ManualResetEventSlim current = Event(round);
        if (Interlocked.Increment(ref _arrived) < _participants)
        {
            current.Wait();
            return;
        }

        // The last to come closes the next round's event before it opens this one's. Nobody still waits at the next one: it served the round
        // before this, which everybody has left.
        _arrived = 0;
        Event(round + 1).Reset();
        Volatile.Write(ref _round, round + 1);
        current.Set();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _even.Dispose();
        _odd.Dispose();
    }

    private ManualResetEventSlim Event(int round) => (round & 1) == 0 ? _even : _odd;
}
