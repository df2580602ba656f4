using System;
using System.Diagnostics;
using System.Linq;
using System.Threading;
using NetCompiler.Data;
using NetCompiler.Runtime.Tests.Helpers;
using NetCompiler.Runtime.Tests.Networks;
using NetCompiler.Training;
using Xunit;

namespace NetCompiler.Runtime.Tests;

/// <summary>What is measured in the whole process, or set for all of it.</summary>
[Collection(Alone.Name)]
public sealed class AloneTests
{
    [Theory]
    [InlineData(1, 8)]
    [InlineData(1, 3)]
    [InlineData(2, 8)]
    [InlineData(3, 8)]
    public void AStepOfTrainingAllocatesNothing(int workers, int batchSize)
    {
        Dataset data = Samples.Classification(8 * 400, 1);
        Assert.Equal(0, AllocatedBySteps(probe => new Trainer<SmallNetwork<Batch4>>(new SmallNetwork<Batch4>())
        {
            Optimizer = new Adam(),
            BatchSize = batchSize,
            Workers = workers,
            Progress = probe,
            ProgressInterval = TimeSpan.Zero,
        }.Fit(data)));
    }

    [Fact]
    public void StepsByHandAllocateNothing()
    {
        var network = new SmallNetwork<Batch4>();
        var optimizer = new SGD(0.1f) { Momentum = 0.9f };
        (float[] inputs, int[] labels) = Samples.Classes(10, 1);
        float[] gradients = new float[network.Memory.Parameters.Length];
        float[] jacobian = new float[15];
        Assert.Equal(0, Difference(() => Steps(10), () => Steps(200)));

        void Steps(int count)
        {
            for (int step = 0; step < count; step++)
            {
                Call.TrainStep(network, inputs, labels, optimizer);
                Call.Gradients(network, inputs, labels, gradients, out _);
                Call.Evaluate(network, inputs, labels, out _);
                StepArguments arguments = default;
                arguments[0] = inputs.AsSpan(0, 5);
                NetworkSteps.Jacobian(network, ref arguments, jacobian);
            }
        }
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 0)]
    [InlineData(2, 1)]
    [InlineData(4, 3)]
    public void AnExceptionOfAWorkerReachesTheCaller(int workers, int failing)
    {
        var network = new FailingNetwork();
        var trainer = new Trainer<FailingNetwork>(network) { Workers = workers, Epochs = 2, BatchSize = 8 };
        Dataset data = Dataset.Of(new float[40], new float[40]);
        FailingNetwork.FailingWorker = failing;
        try
        {
            TimeoutException exception = Assert.Throws<TimeoutException>(() => trainer.Fit(data));
            Assert.Equal($"worker {failing} gives up", exception.Message);
            Assert.Equal(failing == 0, FailingNetwork.FailingThread == Environment.CurrentManagedThreadId);
            Assert.Throws<TimeoutException>(() => trainer.Evaluate(data));
        }
        finally
        {
            FailingNetwork.FailingWorker = -1;
        }

        // What is left can train again.
        Assert.Equal(10, trainer.Fit(data).Steps);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void ACancelledValidationLeavesItsEpochWithoutOne(int workers)
    {
        using var source = new CancellationTokenSource();
        Dataset data = Dataset.Of(new float[40], new float[40]);
        FailingNetwork.Evaluating = source.Cancel;
        try
        {
            TrainingReport report = new Trainer<FailingNetwork>(new FailingNetwork()) { Epochs = 2, Workers = workers }.Fit(data, data, source.Token);
            Assert.True(report.Cancelled);
            Assert.Null(Assert.Single(report.Epochs).ValidationLoss);
        }
        finally
        {
            FailingNetwork.Evaluating = null;
        }
    }

    [Fact]
    public void ThreadsEndWithTheTraining()
    {
        int before = Workers();
        new Trainer<SmallNetwork<Batch4>>(new SmallNetwork<Batch4>()) { Workers = 6 }.Fit(Samples.Classification(20, 1));

        // A joined thread may take a moment to disappear from the list of the system.
        for (int wait = 0; wait < 100 && Workers() > before; wait++)
        {
            Thread.Sleep(10);
        }

        Assert.True(Workers() <= before);

        static int Workers()
        {
            using var process = Process.GetCurrentProcess();
            return process.Threads.Count;
        }
    }

    /// <summary>What the steps 20 to 380 of a training allocate.</summary>
    internal static long AllocatedBySteps(Action<AllocationProbe> train)
    {
        // Background work of the test runner may fall between the two steps of one run, and never makes the count smaller.
        long least = long.MaxValue;
        for (int run = 0; run < 5 && least != 0; run++)
        {
            var probe = new AllocationProbe(from: 20, to: 380);
            train(probe);
            Assert.True(probe.Allocated >= 0, "The training did not reach both steps.");
            least = Math.Min(least, probe.Allocated);
        }

        return least;
    }

    internal static long Difference(Action shorter, Action longer)
    {
        // Background work of the runtime and the test runner may fall into a measurement, and never makes it smaller: the least of several counts.
        longer();
        long[] shorts = new long[7];
        long[] longs = new long[7];
        for (int round = 0; round < shorts.Length; round++)
        {
            shorts[round] = Allocated(shorter);
            longs[round] = Allocated(longer);
        }

        return longs.Min() - shorts.Min();
    }

    private static long Allocated(Action action)
    {
        long before = GC.GetTotalAllocatedBytes(precise: true);
        action();
        return GC.GetTotalAllocatedBytes(precise: true) - before;
    }
}
