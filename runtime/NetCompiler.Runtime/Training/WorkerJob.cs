using System;
using System.Threading;

namespace NetCompiler.Training;

/// <summary>
/// Work that every worker of a team does a part of, in stages with barriers between. A stage that throws makes the others skip what is left, but all
/// still come to every barrier; the team then throws on the caller's thread.
/// </summary>
internal abstract class WorkerJob
{
    private readonly Exception?[] _failures;
    private int _failed;

    /// <summary>Makes a job.</summary>
    /// <param name="team">Who does it.</param>
    protected WorkerJob(WorkerTeam team)
    {
        Team = team;
        _failures = new Exception?[team.Workers];
    }

    /// <summary>Who does the job.</summary>
    protected WorkerTeam Team { get; }

    /// <summary>Whether a stage has thrown.</summary>
    protected bool Failed => Volatile.Read(ref _failed) != 0;

    /// <summary>Does a worker's part. Every worker passes the same number of barriers, whatever happens, and no exception leaves this.</summary>
    /// <param name="worker">0 to workers - 1.</param>
    public abstract void Run(int worker);

    /// <summary>Takes the failure of the first worker that has one, so that the job can run again.</summary>
    public Exception? TakeFailure()
    {
        Exception? first = null;
        for (int worker = _failures.Length - 1; worker >= 0; worker--)
        {
            first = _failures[worker] ?? first;
            _failures[worker] = null;
        }

        _failed = 0;
        return first;
    }

    /// <summary>Notes that a worker's stage has thrown.</summary>
    protected void Fail(int worker, Exception exception)
    {
        _failures[worker] ??= exception;
        Volatile.Write(ref _failed, 1);
    }
}
