using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Threading;
using NetCompiler.Data;

namespace NetCompiler.Training;

/// <summary>
/// Trains a network on a dataset. A training is a function of the network's parameters, the optimizer, the data and the settings: the same ones give
/// the same bits, with any number of workers. Steps allocate nothing.
/// </summary>
/// <typeparam name="TNetwork">The network's class.</typeparam>
/// <param name="network">The network to train; for the time of a call it belongs to the trainer.</param>
public sealed class Trainer<TNetwork>(TNetwork network)
    where TNetwork : class, ITrainableNetwork<TNetwork>
{
    // Streams of random numbers beside those of the epochs, which count up from 0.
    private const ulong MaskStream = ulong.MaxValue - 1;
    private const ulong AugmentationStream = ulong.MaxValue - 2;

    private Optimizer _optimizer = new Adam();
    private IReadOnlyList<Metric> _metrics = [];
    private Schedule? _schedule;
    private double? _initialRate;
    private long _scheduledSteps;
    private int _scheduledEpochs;
    private int _epochs = 1;
    private int _batchSize = 32;
    private int _accumulateSteps = 1;
    private int _workers = 1;
    private double? _clipNorm;
    private double? _clipValue;
    private TimeSpan _progressInterval = TimeSpan.FromMilliseconds(100);

    /// <summary>The network to train.</summary>
    public TNetwork Network { get; } = network ?? throw new ArgumentNullException(nameof(network));

    /// <summary>The optimizer, which belongs to this network; by default <see cref="Adam"/> with a learning rate of 0.001.</summary>
    public Optimizer Optimizer
    {
        get => _optimizer;
        set
        {
            _optimizer = value ?? throw new ArgumentNullException(nameof(Optimizer));
            _initialRate = null;
        }
    }

    /// <summary>
    /// Changes the learning rate as the training goes on; null (default) for none. The rate that the optimizer has when <see cref="Fit"/> first uses the schedule is the first one, and a
    /// further <see cref="Fit"/> goes on in the schedule where the last one ended.
    /// </summary>
    public Schedule? Schedule
    {
        get => _schedule;
        set
        {
            _schedule = value;
            _initialRate = null;
        }
    }

    /// <summary>How often <see cref="Fit"/> goes through the data, at least 1; default 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public int Epochs
    {
        get => _epochs;
        set => _epochs = RequirePositive(value, nameof(Epochs));
    }

    /// <summary>
    /// Samples in a step, at least 1; default 32. It may be larger than the network's compiled batch: the batch is then computed in chunks that add up to
    /// it, exact to rounding. The last batch of an epoch holds what is left. In a network of stateful layers it is the number of streams: at most the compiled batch, and the
    /// samples, of training and of validation, are whole batches (<see cref="Sequences.Streams"/>).
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public int BatchSize
    {
        get => _batchSize;
        set => _batchSize = RequirePositive(value, nameof(BatchSize));
    }

    /// <summary>
    /// Batches whose gradients make one step, at least 1; default 1. The gradient is the mean over all their samples, as that of one batch of so many would be; but each batch is computed by
    /// itself, so that statistics over a batch are those of <see cref="BatchSize"/> samples, and stateful layers go on from one to the next. The last step of an epoch has the batches that are
    /// left. What PyTorch does with several <c>backward()</c> before a <c>step()</c>, each of the loss divided by their number.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public int AccumulateSteps
    {
        get => _accumulateSteps;
        set => _accumulateSteps = RequirePositive(value, nameof(AccumulateSteps));
    }

    /// <summary>
    /// Threads that divide each step, the caller's included, at least 1; default 1. The result has the same bits for every number. More than one pays
    /// where a step takes longer than some ten microseconds.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public int Workers
    {
        get => _workers;
        set => _workers = RequirePositive(value, nameof(Workers));
    }

    /// <summary>
    /// The largest Euclidean norm that the gradient of a step may have, over all parameters together, above 0; null (default) for any. A longer gradient is scaled down
    /// to it before the optimizer sees it, in the network's precision. PyTorch's <c>clip_grad_norm_</c> (Pascanu, Mikolov and Bengio 2013, "On the difficulty of training recurrent neural networks").
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not a finite number above 0.</exception>
    public double? ClipNorm
    {
        get => _clipNorm;
        set
        {
            if (value is { } maximum)
            {
                GradientClipping.RequireNorm(maximum, nameof(ClipNorm));
            }

            _clipNorm = value;
        }
    }

    /// <summary>
    /// The largest magnitude that an element of the gradient of a step may have, above 0; null (default) for any. Others are brought to it, each by itself, which changes the direction of the
    /// gradient, as <see cref="ClipNorm"/> does not. PyTorch's <c>clip_grad_value_</c>. Not together with <see cref="ClipNorm"/>.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not a finite number above 0.</exception>
    public double? ClipValue
    {
        get => _clipValue;
        set
        {
            if (value is { } maximum)
            {
                GradientClipping.RequireNorm(maximum, nameof(ClipValue));
            }

            _clipValue = value;
        }
    }

    /// <summary>Seed of the order of the samples, of random masks and of the augmentation; default 0.</summary>
    public int Seed { get; set; }

    /// <summary>
    /// Whether each epoch visits the samples in another random order; default true. Must be false where layers are stateful, as a batch goes on where the one before ended; their state
    /// is reset at the beginning of each epoch, and validation has one of its own.
    /// </summary>
    public bool Shuffle { get; set; } = true;

    /// <summary>Changes the images of the training data at random, anew in every epoch; never those of the validation. Null (default) for none.</summary>
    public ImageAugmentation? Augmentation { get; set; }

    /// <summary>
    /// What is measured over the validation data after each epoch, and by <see cref="Evaluate"/>, beside loss and accuracy: <c>[new F1Score(Averaging.Macro), new ConfusionMatrix(10)]</c>. Each is reset before, and
    /// holds the result after. None unless given. Values do not depend on the number of workers.
    /// </summary>
    /// <exception cref="ArgumentNullException">The list, or a metric in it, is null.</exception>
    public IReadOnlyList<Metric> Metrics
    {
        get => _metrics;
        set
        {
            ArgumentNullException.ThrowIfNull(value, nameof(Metrics));
            foreach (Metric metric in value)
            {
                ArgumentNullException.ThrowIfNull(metric, nameof(Metrics));
            }

            _metrics = value;
        }
    }

    /// <summary>Told about progress, on the caller's thread; null for none.</summary>
    public IProgress<TrainingProgress>? Progress { get; set; }

    /// <summary>The least time between reports within an epoch, 0 or more; default 0.1 s. Zero reports every step. The end of an epoch is always reported.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public TimeSpan ProgressInterval
    {
        get => _progressInterval;
        set
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, TimeSpan.Zero);
            _progressInterval = value;
        }
    }

    /// <summary>Epochs that this trainer has trained to their end. A further <see cref="Fit"/> goes on with the orders that come after.</summary>
    public int EpochsCompleted { get; private set; }

    /// <summary>Trains for <see cref="Epochs"/> epochs.</summary>
    /// <param name="train">The data to train on.</param>
    /// <param name="validation">Data to evaluate after each epoch; null for none.</param>
    /// <param name="cancellation">Ends the training between two steps: the report says so, and the network stays usable.</param>
    /// <returns>The results of each epoch.</returns>
    /// <exception cref="ArgumentException">Data do not fit the network, or settings do not go together.</exception>
    public TrainingReport Fit(Dataset train, Dataset? validation = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(train);
        NetworkDescription description = Network.Memory.Description;
        DatasetCheck.Fits(description, train, "training");
        if (validation is not null)
        {
            DatasetCheck.Fits(description, validation, "validation");
            CallCheck.Streams(description, validation.Count, Math.Min(BatchSize, validation.Count), "validation");
        }

        if (ClipNorm is not null && ClipValue is not null)
        {
            throw new ArgumentException("ClipNorm and ClipValue are both set. Set one of them to null: a gradient is clipped by its norm or by its elements.");
        }

        Augmentation?.RequireFits(description.Name, train);
        int batchSize = Math.Min(BatchSize, train.Count);
        CallCheck.Chunks(description, batchSize);
        CallCheck.Streams(description, train.Count, batchSize, "training");
        if (Shuffle && description.CarriedLength > 0)
        {
            throw new ArgumentException(
                $"Network '{description.Name}' has stateful layers, whose row i goes on where row i of the batch before ended, which a random order of the samples does not let it. Set Shuffle = false.");
        }

        int rest = train.Count % batchSize;
        CallCheck.TrainingRows(description, rest == 0 ? batchSize : rest, $"with a BatchSize of {batchSize} the last step of an epoch over {train.Count} samples has {(rest == 0 ? batchSize : rest)}; choose another BatchSize");
        long started = Stopwatch.GetTimestamp();
        using var team = new WorkerTeam(Workers);
        var run = new TrainingRun<TNetwork>(Network, Optimizer, train, batchSize, Augmentation, CounterGenerator.Key((ulong)(uint)Seed, MaskStream), ClipNorm, ClipValue, team);
        EvaluationRun<TNetwork>? evaluation = validation is null ? null : new EvaluationRun<TNetwork>(Network, validation, Math.Min(BatchSize, validation.Count), Metrics, team);
        var records = new List<EpochRecord>(Epochs);
        int stepSize = (int)Math.Min((long)batchSize * AccumulateSteps, train.Count);
        int steps = (train.Count + stepSize - 1) / stepSize;
        int epochs = Epochs;
        long firstStep = Optimizer.StepCount;
        BeginSchedule();
        long allSteps = _scheduledSteps + ((long)steps * epochs);
        int allEpochs = _scheduledEpochs + epochs;
        long samples = 0;
        bool cancelled = false;
        for (int epoch = 1; epoch <= epochs && !cancelled; epoch++)
        {
            run.BeginEpoch(
                Shuffle ? CounterGenerator.Key((ulong)(uint)Seed, (ulong)EpochsCompleted) : null,
                CounterGenerator.Key(CounterGenerator.Key((ulong)(uint)Seed, AugmentationStream), (ulong)EpochsCompleted));
            var sums = new EpochSums();
            long reported = Stopwatch.GetTimestamp();
            int step = 0;
            while (step < steps && !(cancelled = cancellation.IsCancellationRequested))
            {
                int start = step * stepSize;
                int rows = Math.Min(stepSize, train.Count - start);
                SetRate(new ScheduleTime(_scheduledSteps, _scheduledEpochs, allSteps, allEpochs));
                run.Step(start, rows);
                _scheduledSteps++;
                sums.Add(run.Loss, run.Objective, run.Correct, run.Predictions, rows);
                step++;
                if (Progress is not null && step < steps && Stopwatch.GetElapsedTime(reported) >= ProgressInterval)
                {
                    Report(in sums, sums.Elapsed);
                    reported = Stopwatch.GetTimestamp();
                }
            }

            samples += sums.Samples;
            if (step == steps)
            {
                TimeSpan trained = sums.Elapsed;
                EvaluationResult? result = evaluation?.Evaluate(cancellation);
                records.Add(new EpochRecord(epoch, sums.Loss, sums.Objective, sums.Accuracy, result?.Loss, result?.Accuracy, sums.Elapsed) { ValidationMetrics = result?.Metrics ?? MetricValues.None });
                EpochsCompleted++;
                _scheduledEpochs++;
                Schedule?.EndEpoch(result?.Loss ?? sums.Loss);
                cancelled = (evaluation is not null && result is null) || (epoch < epochs && cancellation.IsCancellationRequested);
                Report(in sums, trained, completed: true, result);
            }

            void Report(in EpochSums totals, TimeSpan time, bool completed = false, EvaluationResult? result = null) =>
                Progress?.Report(new TrainingProgress(
                    epoch,
                    epochs,
                    step,
                    steps,
                    totals.Loss,
                    totals.Objective,
                    totals.Accuracy,
                    totals.Samples / Math.Max(time.TotalSeconds, 1e-9),
                    Stopwatch.GetElapsedTime(started),
                    completed,
                    result?.Loss,
                    result?.Accuracy)
                {
                    ValidationMetrics = result?.Metrics ?? MetricValues.None,
                });
        }

        return new TrainingReport(records, cancelled, Optimizer.StepCount - firstStep, samples, Stopwatch.GetElapsedTime(started));
    }

    /// <summary>
    /// Evaluates a dataset in inference mode, by <see cref="Workers"/> threads. Where layers are stateful, by one, in batches of <see cref="BatchSize"/> that follow each other; the first
    /// begins with zeros.
    /// </summary>
    /// <param name="dataset">The data.</param>
    /// <returns>Loss, accuracy and metrics.</returns>
    /// <exception cref="ArgumentException">The data do not fit the network.</exception>
    public EvaluationResult Evaluate(Dataset dataset)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        DatasetCheck.Fits(Network.Memory.Description, dataset, "evaluation");
        int batchSize = Math.Min(BatchSize, dataset.Count);
        CallCheck.Streams(Network.Memory.Description, dataset.Count, batchSize, "evaluation");
        using var team = new WorkerTeam(Workers);
        return new EvaluationRun<TNetwork>(Network, dataset, batchSize, Metrics, team).Evaluate(CancellationToken.None)!;
    }

    private void BeginSchedule()
    {
        Schedule?.RequireTrainer();
        if (Schedule is not null && _initialRate is null)
        {
            _initialRate = Optimizer.LearningRate;
            _scheduledSteps = 0;
            _scheduledEpochs = 0;
        }
    }

    private void SetRate(in ScheduleTime time)
    {
        if (Schedule is null)
        {
            return;
        }

        Optimizer.LearningRate = Schedule.Rate(_initialRate!.Value, in time);
        if (Schedule.Momentum(in time) is { } momentum)
        {
            Optimizer.SetMomentum(momentum);
        }
    }

    private static int RequirePositive(int value, string name)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(value, 1, name);
        return value;
    }
}
