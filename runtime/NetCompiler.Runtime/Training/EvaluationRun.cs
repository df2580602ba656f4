using System;
using System.Threading;
using NetCompiler.Data;

namespace NetCompiler.Training;

/// <summary>
/// Evaluates a dataset in inference mode, chunk by chunk. Chunks are dealt out to the workers, each with buffers of its own, and their losses are summed
/// in the order of the chunks, so that the result does not depend on the number of workers. Where stateful layers make each chunk go on where the one before ended, the caller's
/// thread takes them all, in their order; the first begins with zeros.
/// </summary>
internal sealed class EvaluationRun<TNetwork> : WorkerJob
    where TNetwork : class, ITrainableNetwork<TNetwork>
{
    private readonly NetworkMemory _memory;
    private readonly NetworkDescription _description;
    private readonly Dataset _data;
    private readonly int _chunk;
    private readonly double[] _losses;
    private readonly double[] _objectives;
    private readonly int[] _correct;
    private readonly long[] _predictions;
    private readonly BatchBuffers[] _buffers;
    private readonly ElementBuffer[] _workspaces;
    private readonly ClassAccuracy? _accuracy;
    private readonly BatchState _state;
    private readonly int _takers;
    private CancellationToken _cancellation;

    /// <summary>Allocates everything that evaluation uses.</summary>
    /// <param name="network">The network.</param>
    /// <param name="data">Data that fit it.</param>
    /// <param name="batchSize">Samples of a batch, at most those of the data: what a chunk holds where batches follow each other.</param>
    /// <param name="team">Who works.</param>
    public EvaluationRun(TNetwork network, Dataset data, int batchSize, WorkerTeam team)
        : base(team)
    {
        _memory = network.Memory;
        _description = _memory.Description;
        _data = data;
        _state = new BatchState(_description);
        bool isStateful = _description.CarriedLength > 0;
        _chunk = isStateful ? batchSize : Math.Min(_description.Batch, data.Count);
        _takers = isStateful ? 1 : team.Workers;
        int chunks = (data.Count + _chunk - 1) / _chunk;
        _losses = new double[chunks];
        _objectives = new double[chunks];
        _correct = new int[chunks];
        _predictions = new long[chunks];
        _buffers = new BatchBuffers[Math.Min(_takers, chunks)];
        _workspaces = new ElementBuffer[_buffers.Length];
        _accuracy = ClassAccuracy.Of(_description);
        for (int worker = 0; worker < _buffers.Length; worker++)
        {
            _buffers[worker] = new BatchBuffers(_description, _chunk);

            // Worker 0 is the caller and uses the instance's own.
            _workspaces[worker] = new ElementBuffer(_description.Element, worker == 0 ? 0 : _description.TrainingWorkspaceLength);
        }

        _ = _memory.TrainingBuffer;
    }

    /// <summary>Evaluates the whole dataset.</summary>
    /// <returns>The result, or null if it was cancelled before the end.</returns>
    public EvaluationResult? Evaluate(CancellationToken cancellation)
    {
        _cancellation = cancellation;
        _ = _memory.PreparedSlot<TNetwork>();
        _state.Reset();
        Team.Run(this);
        if (cancellation.IsCancellationRequested)
        {
            return null;
        }

        double loss = 0;
        double objective = 0;
        long correct = 0;
        long predictions = 0;
        for (int chunk = 0; chunk < _losses.Length; chunk++)
        {
            loss += _losses[chunk];
            objective += _objectives[chunk];
            correct += _correct[chunk];
            predictions += _predictions[chunk];
        }

        float? accuracy = _accuracy is null ? null : (float)((double)correct / predictions);
        return new EvaluationResult(loss, objective, accuracy, _data.Count);
    }

    /// <inheritdoc/>
    public override void Run(int worker)
    {
        if (worker >= _takers)
        {
            return;
        }

        try
        {
            for (int chunk = worker; chunk < _losses.Length && !Failed && !_cancellation.IsCancellationRequested; chunk += _takers)
            {
                EvaluateChunk(worker, chunk);
            }
        }
        catch (Exception exception)
        {
            Fail(worker, exception);
        }
    }

    private void EvaluateChunk(int worker, int chunk)
    {
        int first = chunk * _chunk;
        int rows = Math.Min(_chunk, _data.Count - first);
        BatchBuffers buffers = _buffers[worker];
        buffers.Gather(_data, [], first, 0, rows);
        _state.Begin(rows);
        StepArguments arguments = default;
        Chunk.SetRows(ref arguments, first, rows, _data.Count);
        buffers.SetSlots(ref arguments, 0, rows);
        arguments.ParameterSlot = _memory.ParameterBuffer.Slot;
        arguments.PreparedSlot = _memory.PreparedSlot<TNetwork>();
        arguments.StateSlot = _memory.StateBuffer.Slot;
        arguments.CarriedSlot = _state.Values;
        arguments.WorkspaceSlot = worker == 0 ? _memory.TrainingBuffer.Slot : _workspaces[worker].Slot;
        TNetwork.Evaluate(ref arguments);
        _losses[chunk] = arguments.DoubleLoss;
        _objectives[chunk] = arguments.DoubleObjective;
        (_correct[chunk], _predictions[chunk]) = buffers.CountCorrect(0, rows);
    }
}
