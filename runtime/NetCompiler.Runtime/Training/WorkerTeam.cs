using System;
using System.Runtime.ExceptionServices;
using System.Threading;

namespace NetCompiler.Training;

/// <summary>The calling thread, as worker 0, and persistent threads for the rest.</summary>
internal sealed class WorkerTeam : IDisposable
{
    private readonly WorkerBarrier _barrier;
    private readonly Thread[] _threads;
    private WorkerJob? _job;

    /// <summary>Starts the threads.</summary>
    /// <param name="workers">How many work, the caller included; at least 1.</param>
    public WorkerTeam(int workers)
    {
        Workers = workers;
        _barrier = new WorkerBarrier(workers);
        _barrier.Enter();
        _threads = new Thread[workers - 1];
        for (int index = 0; index < _threads.Length; index++)
        {
            int worker = index + 1;
            _threads[index] = new Thread(() => Serve(worker)) { IsBackground = true, Name = $"NetCompiler worker {worker}" };
            _threads[index].UnsafeStart();
        }
    }

    /// <summary>How many work, the caller included.</summary>
    public int Workers { get; }

    /// <summary>Lets every worker do its part of a job, and waits for all.</summary>
    /// <exception cref="Exception">What a worker's part has thrown: the first worker's that did.</exception>
    public void Run(WorkerJob job)
    {
        _job = job;
        _barrier.Wait();
        job.Run(0);
        _barrier.Wait();
        if (job.TakeFailure() is { } failure)
        {
            ExceptionDispatchInfo.Throw(failure);
        }
    }

    /// <summary>Within a job: waits until every worker has finished its stage.</summary>
    public void Wait() => _barrier.Wait();

    /// <summary>Ends the threads.</summary>
    public void Dispose()
    {
        _job = null;
        _barrier.Wait();
        foreach (Thread thread in _threads)
        {
            thread.Join();
        }
    }

    private void Serve(int worker)
    {
        _barrier.Enter();
        while (true)
        {
            _barrier.Wait();
            if (_job is not { } job)
            {
                return;
            }

            job.Run(worker);
            _barrier.Wait();
        }
    }
}
