using System;
using System.Numerics;
using NetCompiler.Data;

namespace NetCompiler.Training;

/// <summary>
/// Takes training steps: gathers a batch, runs the phases of each chunk, and lets the optimizer step, each divided among the workers. No sum's order
/// depends on how many they are.
/// </summary>
internal sealed class TrainingRun<TNetwork> : WorkerJob
    where TNetwork : class, ITrainableNetwork<TNetwork>
{
    // Workers count in elements of an array that are this far apart, so that they do not write to one line of the cache.
    private const int Apart = 32;

    private readonly NetworkMemory _memory;
    private readonly NetworkDescription _description;
    private readonly Optimizer _optimizer;
    private readonly Dataset _data;
    private readonly BatchBuffers _buffers;
    private readonly ElementBuffer _gradients;
    private readonly int[] _order;
    private readonly long[] _correct;
    private readonly long[] _predictions;
    private readonly ImageAugmentation? _augmentation;
    private readonly ulong _maskSeed;
    private readonly GradientClipping? _clipping;
    private readonly double? _clipValue;
    private readonly int _batchSize;
    private ulong _augmentationKey;
    private bool _shuffled;
    private int _start;
    private int _rows;
    private long _step;

    /// <summary>Allocates everything that steps use.</summary>
    /// <param name="network">The network to train.</param>
    /// <param name="optimizer">Its optimizer.</param>
    /// <param name="data">Data that fit the network.</param>
    /// <param name="batchSize">Samples in a batch, at most those of the data.</param>
    /// <param name="augmentation">Changes images of the data that fit it; null for none.</param>
    /// <param name="maskSeed">Seed of random masks.</param>
    /// <param name="clipNorm">The largest norm of a gradient; null for any.</param>
    /// <param name="clipValue">The largest magnitude of an element of it; null for any.</param>
    /// <param name="team">Who works.</param>
    public TrainingRun(TNetwork network, Optimizer optimizer, Dataset data, int batchSize, ImageAugmentation? augmentation, ulong maskSeed, double? clipNorm, double? clipValue, WorkerTeam team)
        : base(team)
    {
        _memory = network.Memory;
        _description = _memory.Description;
        _optimizer = optimizer;
        _data = data;
        _batchSize = batchSize;
        _buffers = new BatchBuffers(_description, batchSize);
        _gradients = new ElementBuffer(_description.Element, _description.ParameterLength);
        _order = new int[data.Count];
        _correct = new long[team.Workers * Apart];
        _predictions = new long[team.Workers * Apart];
        _augmentation = augmentation;
        _maskSeed = maskSeed;
        _clipValue = clipValue;
        _clipping = clipNorm is { } maximum ? new GradientClipping(_memory, maximum) : null;

        // Allocated here, before several threads ask for it.
        _ = _memory.TrainingBuffer;
    }

    /// <summary>The weighted sum of the losses in the last step, mean over its samples.</summary>
    public double Loss { get; private set; }

    /// <summary>The objective of the last step: the loss and the regularisers.</summary>
    public double Objective { get; private set; }

    /// <summary>Right predictions in the last step.</summary>
    public long Correct { get; private set; }

    /// <summary>All predictions in the last step; 0 where the network does not classify.</summary>
    public long Predictions { get; private set; }

    // A batch of one chunk updates parameters from the kernels' registers; of several, gradients are added up first, and where their norm matters, all are there first.
    private bool IsFused =>
        _clipping is null && _clipValue is null && _rows <= Math.Min(_batchSize, _description.Batch) && _description.PutsGradientsLast && _optimizer.CanFuse;

    /// <summary>Begins an epoch: stateful layers begin with zeros.</summary>
    /// <param name="key">Visits the samples in the order of this key; null for their own.</param>
    /// <param name="augmentationKey">The random numbers of the augmentation.</param>
    public void BeginEpoch(ulong? key, ulong augmentationKey)
    {
        _memory.TrainingState.Reset();
        _augmentationKey = augmentationKey;
        _shuffled = key is not null;
        if (key is { } value)
        {
            SampleOrder.Shuffle(_order, value);
        }
    }

    /// <summary>Takes a step by the gradients of one or more batches.</summary>
    /// <param name="start">Place of the first sample in the order.</param>
    /// <param name="rows">Samples in all batches.</param>
    public void Step(int start, int rows)
    {
        _start = start;
        _rows = rows;
        _memory.TrainingState.Begin(Math.Min(rows, _batchSize));
        _step = _optimizer.StepCount;
        _optimizer.Bind(_memory);

        // Found here, before several threads ask for them.
        _ = _memory.Constraints;
        Loss = 0;
        Objective = 0;
        _optimizer.BeginStep(_description.ParameterLength, _description.Element);
        try
        {
            Team.Run(this);
        }
        finally
        {
            _memory.MarkEdited();
        }

        Correct = 0;
        Predictions = 0;
        for (int worker = 0; worker < Team.Workers; worker++)
        {
            Correct += _correct[worker * Apart];
            Predictions += _predictions[worker * Apart];
        }
    }

    /// <inheritdoc/>
    public override void Run(int worker)
    {
        _correct[worker * Apart] = 0;
        _predictions[worker * Apart] = 0;
        for (int batch = 0; batch < _rows; batch += _batchSize)
        {
            int rows = Math.Min(_batchSize, _rows - batch);
            Gather(worker, batch, rows);
            Team.Wait();
            for (int first = 0; first < rows; first += _description.Batch)
            {
                for (int phase = 0; phase < _description.TrainPhases; phase++)
                {
                    Phase(worker, batch, first, Math.Min(_description.Batch, rows - first), phase);
                    Team.Wait();
                }
            }

            Count(worker, rows);
            if (batch + rows < _rows)
            {
                // The next batch takes the place of this one.
                Team.Wait();
            }
        }

        if (_clipping is not null)
        {
            AddUp(_clipping, worker);
            Team.Wait();
        }

        if (!IsFused)
        {
            for (int pass = 0; pass < _optimizer.Passes; pass++)
            {
                if (pass > 0)
                {
                    Team.Wait();
                }

                Update(worker, pass);
            }
        }

        if (!_memory.Constraints.IsEmpty)
        {
            Team.Wait();
            Constrain(worker);
        }
    }

    private void Gather(int worker, int batch, int rows)
    {
        try
        {
            int first = Division.Start(rows, worker, Team.Workers);
            int end = Division.Start(rows, worker + 1, Team.Workers);
            _buffers.Gather(_data, _shuffled ? _order : [], _start + batch, first, end - first, _augmentation, _augmentationKey);
        }
        catch (Exception exception)
        {
            Fail(worker, exception);
        }
    }

    private void Phase(int worker, int batch, int first, int rows, int phase)
    {
        if (Failed)
        {
            return;
        }

        try
        {
            StepArguments arguments = default;
            Chunk.SetRows(ref arguments, batch + first, rows, _rows);
            _buffers.SetSlots(ref arguments, first, rows);
            arguments.ParameterSlot = _memory.ParameterBuffer.Slot;
            arguments.StateSlot = _memory.StateBuffer.Slot;
            arguments.WorkspaceSlot = _memory.TrainingBuffer.Slot;
            arguments.CarriedSlot = _memory.TrainingState.Values;
            arguments.Seed = _maskSeed;
            arguments.Step = _step;
            arguments.Worker = worker;
            arguments.Workers = Team.Workers;
            if (_description.Element == ElementType.Float64)
            {
                Phase(_memory.ParameterBuffer.Doubles, _gradients.Doubles, phase, ref arguments);
            }
            else
            {
                Phase(_memory.ParameterBuffer.Floats, _gradients.Floats, phase, ref arguments);
            }

            if (worker == 0 && phase == _description.TrainPhases - 1)
            {
                Loss += arguments.DoubleLoss;
                Objective += arguments.DoubleObjective;
            }
        }
        catch (Exception exception)
        {
            Fail(worker, exception);
        }
    }

    private void Phase<TElement>(Span<TElement> parameters, Span<TElement> gradients, int phase, scoped ref StepArguments arguments)
        where TElement : unmanaged, IFloatingPointIeee754<TElement>
    {
        if (IsFused)
        {
            _optimizer.Fuse(parameters, new StepPhase<TNetwork>(phase), ref arguments);
        }
        else if (arguments.FirstRow == 0)
        {
            var writer = new GradientWriter<TElement>(gradients);
            TNetwork.Train(ref arguments, phase, ref writer);
        }
        else
        {
            var adder = new GradientAdder<TElement>(gradients);
            TNetwork.Train(ref arguments, phase, ref adder);
        }
    }

    private void Update(int worker, int pass)
    {
        if (Failed)
        {
            return;
        }

        try
        {
            if (_description.Element == ElementType.Float64)
            {
                Update(_memory.ParameterBuffer.Doubles, _gradients.Doubles, worker, pass);
            }
            else
            {
                Update(_memory.ParameterBuffer.Floats, _gradients.Floats, worker, pass);
            }
        }
        catch (Exception exception)
        {
            Fail(worker, exception);
        }
    }

    private void Update<TElement>(Span<TElement> parameters, Span<TElement> gradients, int worker, int pass)
        where TElement : unmanaged, IBinaryFloatingPointIeee754<TElement>
    {
        if (pass == 0)
        {
            (int first, int length) = Optimizer.Share(gradients.Length, worker, Team.Workers);
            _clipping?.Scale(gradients, first, length);
            if (_clipValue is { } maximum)
            {
                GradientClipping.ClipValues(gradients.Slice(first, length), TElement.CreateTruncating(maximum));
            }
        }

        _optimizer.RunPass<TElement>(pass, parameters, gradients, worker, Team.Workers);
    }

    private void Constrain(int worker)
    {
        if (Failed)
        {
            return;
        }

        try
        {
            if (_description.Element == ElementType.Float64)
            {
                _memory.Constraints.Apply(_memory.ParameterBuffer.Doubles, worker, Team.Workers);
            }
            else
            {
                _memory.Constraints.Apply(_memory.ParameterBuffer.Floats, worker, Team.Workers);
            }
        }
        catch (Exception exception)
        {
            Fail(worker, exception);
        }
    }

    private void Count(int worker, int rows)
    {
        if (Failed)
        {
            return;
        }

        try
        {
            int row = Division.Start(rows, worker, Team.Workers);
            int end = Division.Start(rows, worker + 1, Team.Workers);
            (long correct, long predictions) = _buffers.CountCorrect(row, end - row);
            _correct[worker * Apart] += correct;
            _predictions[worker * Apart] += predictions;
        }
        catch (Exception exception)
        {
            Fail(worker, exception);
        }
    }

    private void AddUp(GradientClipping clipping, int worker)
    {
        if (_description.Element == ElementType.Float64)
        {
            clipping.AddUp<double>(_gradients.Doubles, worker, Team.Workers);
        }
        else
        {
            clipping.AddUp<float>(_gradients.Floats, worker, Team.Workers);
        }
    }
}
