using System;
using System.Collections.Generic;
using System.Diagnostics;
using NetCompiler.Benchmarks.Layers;
using NetCompiler.Benchmarks.Machine;
using NetCompiler.Benchmarks.Measuring;
using NetCompiler.Benchmarks.Output;
using NetCompiler.Benchmarks.Peers;
using NetCompiler.Benchmarks.Running;
using NetCompiler.Benchmarks.Suite;

namespace NetCompiler.Benchmarks.Tasks;

/// <summary>Measures one network in a pinned process, and its peers in the same process or a child of it.</summary>
internal sealed class NetworkBenchmark(BenchmarkOptions options, MachineLimits limits, Action<ResultRow> report) : INetworkVisitor
{
    private const string Ours = "netcompiler";

    // Batches of this many calls right after the first call of all, before the runtime recompiles anything.
    private const int EarlyCalls = 50;
    private const int EarlyBatches = 9;

    private static readonly BenchmarkTask s_early = new("infer_b1_early", OptimizerKind.None, 1);
    private static readonly BenchmarkTask s_twoWorkers = new("train_sgdm_b128_w2", OptimizerKind.SGDMomentum, 128);
    private static readonly BenchmarkTask s_oneWorker = new("train_sgdm_b128_trainer", OptimizerKind.SGDMomentum, 128);

    /// <summary>Whether a peer that was to be measured is not installed.</summary>
    public bool PeersMissing { get; private set; }

    /// <inheritdoc/>
    public void Visit<TCalls>(BenchmarkNetwork network, TCalls calls)
        where TCalls : struct, INetworkCalls
    {
        NetworkSpecification specification = network.Specification;
        if (options.PinnedCores == 2)
        {
            // The same trainer with one worker is what two are compared with.
            Report(specification, s_oneWorker, Ours, TrainerProbe.Measure(specification, calls, s_oneWorker, 1, options.Timing), cores: 1);
            Report(specification, s_twoWorkers, Ours, TrainerProbe.Measure(specification, calls, s_twoWorkers, 2, options.Timing), cores: 2);
            return;
        }

        bool infers = options.Command == "inference";
        IReadOnlyList<BenchmarkTask> tasks = infers ? BenchmarkTask.Inference(specification.Coverage) : BenchmarkTask.Training(specification.Coverage);

        if (infers && specification.Coverage == Coverage.Full)
        {
            report(Row(specification, s_early, Ours, InferEarly(specification, calls), cores: 1));
        }

        // What peers are checked against comes first, as training changes the weights.
        using PeerComparison? comparison = options.Peers ? PeerComparison.Prepare(specification, calls, tasks) : null;
        foreach (BenchmarkTask task in tasks)
        {
            Report(specification, task, Ours, infers ? Infer(specification, calls, task) : Train(specification, calls, task), cores: 1);
            if (options.Layers)
            {
                foreach (ResultRow row in KernelBenchmark.Run(network, task, limits, options.Timing))
                {
                    report(row);
                }
            }
        }

        if (comparison is not null)
        {
            if (infers)
            {
                UnlessMissing(() =>
                {
                    foreach (BenchmarkTask task in tasks)
                    {
                        Report(specification, task, "onnxruntime", OnnxRuntimePeer.Measure(comparison, task, options), cores: 1);
                    }
                });
            }

            UnlessMissing(() =>
            {
                foreach ((BenchmarkTask task, Measurement time) in PyTorchPeer.Measure(comparison, tasks, options))
                {
                    Report(specification, task, "pytorch", time, cores: 1);
                }
            });
        }
    }

    /// <summary>Measures a peer; one that is not installed is named, and the others are measured.</summary>
    private void UnlessMissing(Action measure)
    {
        try
        {
            measure();
        }
        catch (MissingPeerException exception)
        {
            Console.Error.WriteLine(exception.Message);
            PeersMissing = true;
        }
    }

    private Measurement Infer<TCalls>(NetworkSpecification network, TCalls calls, BenchmarkTask task)
        where TCalls : struct, INetworkCalls
    {
        float[] inputs = SampleData.Draw(network, task.Samples).Inputs;
        float[] output = new float[task.Rows * network.Outputs];
        if (task.Rows == 1)
        {
            var single = new SampleWork<TCalls>(calls, inputs, network.Inputs, output);
            return Timing.Measure(ref single, options.Timing);
        }

        var batch = new BatchWork<TCalls>(calls, inputs, task.Rows, network.Inputs, output);
        return Timing.Measure(ref batch, options.Timing);
    }

    private static Measurement InferEarly<TCalls>(NetworkSpecification network, TCalls calls)
        where TCalls : struct, INetworkCalls
    {
        var work = new SampleWork<TCalls>(calls, SampleData.Draw(network, s_early.Samples).Inputs, network.Inputs, new float[network.Outputs]);
        work.Run(1);
        double[] means = new double[EarlyBatches];
        for (int i = 0; i < means.Length; i++)
        {
            long start = Stopwatch.GetTimestamp();
            work.Run(EarlyCalls);
            means[i] = Stopwatch.GetElapsedTime(start).TotalNanoseconds / EarlyCalls;
        }

        return Measurement.Of(means);
    }

    private Measurement Train<TCalls>(NetworkSpecification network, TCalls calls, BenchmarkTask task)
        where TCalls : struct, INetworkCalls
    {
        SampleData data = SampleData.Draw(network, task.Samples);
        var work = new TrainingWork<TCalls>(calls, BenchmarkTask.Create(task.Optimizer, BenchmarkTask.LearningRate), data, task.Rows);
        return Timing.Measure(ref work, options.Timing);
    }

    private ResultRow Row(NetworkSpecification network, BenchmarkTask task, string system, Measurement time, int cores) =>
        new(network.Name, task.Name, system, time, task.Operations(network) / time.Median, task.LeastTime(network, limits, cores) / time.Median);

    private void Report(NetworkSpecification network, BenchmarkTask task, string system, Measurement time, int cores) =>
        report(Row(network, task, system, time, cores));
}
