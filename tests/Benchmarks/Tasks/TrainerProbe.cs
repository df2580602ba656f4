using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Threading;
using NetCompiler.Benchmarks.Measuring;
using NetCompiler.Benchmarks.Suite;
using NetCompiler.Training;

namespace NetCompiler.Benchmarks.Tasks;

/// <summary>
/// Measures the steps of a trainer by its reports of progress: between two of them lie many steps. Gathering the batch is part of such a step.
/// </summary>
internal sealed class TrainerProbe : IProgress<TrainingProgress>
{
    // The data of the larger networks do not fit the caches, as data do not; those of the small ones have long epochs.
    private const long DataBytes = 16 << 20;

    // More than any measurement takes: the probe ends the training.
    private const int Epochs = 1_000_000;

    private readonly List<double> _means = [];
    private readonly CancellationTokenSource _end = new();
    private readonly TimingOptions _options;
    private readonly int _stepsOfEpoch;
    private long _time;
    private long _step;
    private bool _started;

    private TrainerProbe(TimingOptions options, int stepsOfEpoch)
    {
        _options = options;
        _stepsOfEpoch = stepsOfEpoch;
        _time = Stopwatch.GetTimestamp();
    }

    /// <summary>Measures one step.</summary>
    public static Measurement Measure<TCalls>(NetworkSpecification network, TCalls calls, BenchmarkTask task, int workers, TimingOptions options)
        where TCalls : struct, INetworkCalls
    {
        int batches = (int)Math.Clamp(DataBytes / (sizeof(float) * (long)network.Inputs * task.Rows), BenchmarkTask.TrainingBatches, 4096);
        SampleData data = SampleData.Draw(network, batches * task.Rows);
        var probe = new TrainerProbe(options, batches);
        calls.Fit(
            new TrainerSettings(BenchmarkTask.Create(task.Optimizer, BenchmarkTask.LearningRate), task.Rows, workers, Epochs, options.BatchTime, probe)
            {
                Cancellation = probe._end.Token,
            },
            data);
        return Measurement.Of(probe._means.ToArray());
    }

    /// <inheritdoc/>
    public void Report(TrainingProgress value)
    {
        long now = Stopwatch.GetTimestamp();
        long step = ((long)(value.Epoch - 1) * _stepsOfEpoch) + value.Step;
        TimeSpan passed = Stopwatch.GetElapsedTime(_time, now);
        if (!_started)
        {
            if (passed >= _options.WarmUp)
            {
                _started = true;
                (_time, _step) = (now, step);
            }

            return;
        }

        // Epochs end at any time: a batch goes on until it is long enough.
        if (passed >= _options.BatchTime)
        {
            _means.Add(passed.TotalNanoseconds / (step - _step));
            (_time, _step) = (now, step);
            if (_means.Count == _options.Batches)
            {
                _end.Cancel();
            }
        }
    }
}
