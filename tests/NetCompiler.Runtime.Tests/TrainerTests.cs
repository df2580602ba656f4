using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using NetCompiler.Data;
using NetCompiler.Runtime.Tests.Helpers;
using NetCompiler.Runtime.Tests.Networks;
using NetCompiler.Training;
using Xunit;

namespace NetCompiler.Runtime.Tests;

/// <summary>The trainer on networks that were written by hand.</summary>
public sealed class TrainerTests
{
    [Fact]
    public void ItLearns()
    {
        var network = new SmallNetwork<Batch64>(1);
        var trainer = new Trainer<SmallNetwork<Batch64>>(network) { Optimizer = new Adam(0.01f), Epochs = 30, BatchSize = 32, Workers = 2 };
        TrainingReport report = trainer.Fit(Samples.Classification(500, 1), Samples.Classification(200, 2));
        Assert.Equal(30, report.Epochs.Count);
        Assert.False(report.Cancelled);
        Assert.Equal(30 * 16, report.Steps);
        Assert.Equal(30 * 500, report.Samples);
        Assert.True(report.Epochs[^1].ValidationAccuracy > 0.93f);
        Assert.True(report.Epochs[^1].ValidationLoss < report.Epochs[0].ValidationLoss / 2);
        Assert.True(report.Epochs[^1].Accuracy > report.Epochs[0].Accuracy);
        Assert.True(report.Epochs[^1].Objective > report.Epochs[^1].Loss);
        Assert.Contains("epoch 30: loss 0.", report.ToString());
        Assert.Contains("480 steps, 15000 samples", report.ToString());
    }

    [Fact]
    public void WithoutShufflingAnEpochIsTheStepsByHand()
    {
        var network = new SmallNetwork<Batch4>(1);
        var byHand = new SmallNetwork<Batch4>(1);
        (float[] inputs, int[] labels) = Samples.Classes(25, 1);
        var trainer = new Trainer<SmallNetwork<Batch4>>(network) { Optimizer = new SGD(0.1f) { Momentum = 0.9f }, Epochs = 2, BatchSize = 10, Shuffle = false, Seed = 3 };
        TrainingReport report = trainer.Fit(Dataset.Of(inputs, labels));
        var optimizer = new SGD(0.1f) { Momentum = 0.9f };
        double sum = 0;
        for (int step = 0; step < 6; step++)
        {
            // The third batch of an epoch has the five samples that are left.
            int start = 10 * (step % 3);
            int rows = Math.Min(10, 25 - start);
            float loss = Call.TrainStep(byHand, inputs.AsSpan(start * 5, rows * 5), labels.AsSpan(start, rows), optimizer, CounterGenerator.Key(3, ulong.MaxValue - 1));
            sum += step >= 3 ? loss * rows : 0;
        }

        Assert.Equal(Call.Parameters(byHand), Call.Parameters(network));
        Assert.Equal(sum / 25, report.Epochs[1].Loss, 1e-6);
    }

    [Theory]
    [InlineData(7)]
    [InlineData(30)]
    public void TheNumberOfWorkersChangesNoBit(int batchSize)
    {
        (float[] Parameters, TrainingReport Report) one = Train(1);
        foreach (int workers in (int[])[2, 3, 5])
        {
            (float[] Parameters, TrainingReport Report) several = Train(workers);
            Assert.Equal(one.Parameters, several.Parameters);
            Assert.Equal(
                one.Report.Epochs.Select(epoch => epoch with { Duration = default }),
                several.Report.Epochs.Select(epoch => epoch with { Duration = default }));
        }

        Assert.All(one.Parameters, value => Assert.True(float.IsFinite(value)));

        (float[] Parameters, TrainingReport Report) Train(int workers)
        {
            var network = new SmallNetwork<Batch4>(1);
            var trainer = new Trainer<SmallNetwork<Batch4>>(network) { Optimizer = new AdamW(0.01f), Epochs = 3, BatchSize = batchSize, Workers = workers, Seed = 4 };
            TrainingReport report = trainer.Fit(Samples.Classification(50, 1), Samples.Classification(33, 2));
            return (Call.Parameters(network), report);
        }
    }

    [Fact]
    public void ABatchLargerThanTheCompiledOneEqualsTheUndividedOne()
    {
        float[] whole = Train<Batch64>();
        float[] chunks = Train<Batch4>();
        Assert.All(whole.Zip(chunks), pair => Assert.Equal(pair.First, pair.Second, 1e-5f));

        static float[] Train<TBatch>()
            where TBatch : IBatch
        {
            var network = new SmallNetwork<TBatch>(1);
            new Trainer<SmallNetwork<TBatch>>(network) { Optimizer = new SGD(0.2f), Epochs = 5, BatchSize = 30 }.Fit(Samples.Classification(100, 1));
            return Call.Parameters(network);
        }
    }

    [Fact]
    public void EveryEpochVisitsEverySampleOnceInAnotherOrder()
    {
        // With a learning rate of zero, losses add up to the same in any order, and steps of one sample tell the order.
        var network = new LinearRegression<Batch4>(1);
        float[] targets = [.. Enumerable.Range(1, 20).Select(value => (float)value)];
        using (ParameterEdit edit = network.Memory.Edit())
        {
            edit.Parameters.Clear();
        }

        List<int> first = Orders(seed: 1, epochs: 3);
        Assert.Equal(first, Orders(seed: 1, epochs: 3));
        Assert.NotEqual(first, Orders(seed: 2, epochs: 3));
        int[][] epochs = [.. first.Chunk(20)];
        Assert.All(epochs, epoch => Assert.Equal(Enumerable.Range(1, 20), epoch.Order()));
        Assert.NotEqual(epochs[0], epochs[1]);
        Assert.NotEqual(epochs[1], epochs[2]);
        Assert.NotEqual(Enumerable.Range(1, 20), epochs[0]);

        List<int> Orders(int seed, int epochs)
        {
            var order = new List<int>();
            double before = 0;
            var progress = new Reports(report =>
            {
                // The mean so far tells the last step's loss, the square of its target.
                double sum = report.Loss * report.Step;
                order.Add((int)Math.Round(Math.Sqrt(sum - before)));
                before = report.EpochCompleted ? 0 : sum;
            });
            new Trainer<LinearRegression<Batch4>>(network)
            {
                Optimizer = new SGD(0),
                BatchSize = 1,
                Epochs = epochs,
                Seed = seed,
                Progress = progress,
                ProgressInterval = TimeSpan.Zero,
            }.Fit(Dataset.Of(new float[60], targets));
            return order;
        }
    }

    [Fact]
    public void FittingTwiceIsFittingLonger()
    {
        float[] once = Train(2, 3);
        Assert.Equal(Train(5, 0), once);
        Assert.NotEqual(Train(4, 0), once);

        static float[] Train(int first, int second)
        {
            var network = new SmallNetwork<Batch4>(1);
            var trainer = new Trainer<SmallNetwork<Batch4>>(network) { Optimizer = new Adam(0.01f), Epochs = first, BatchSize = 8 };
            Dataset data = Samples.Classification(30, 1);
            trainer.Fit(data);
            if (second > 0)
            {
                trainer.Epochs = second;
                trainer.Fit(data);
            }

            Assert.Equal(first + second, trainer.EpochsCompleted);
            return Call.Parameters(network);
        }
    }

    [Fact]
    public void ProgressTellsWhereTheTrainingIs()
    {
        var reports = new Reports();
        var trainer = new Trainer<SmallNetwork<Batch4>>(new SmallNetwork<Batch4>(1))
        {
            Epochs = 2,
            BatchSize = 10,
            Progress = reports,
            ProgressInterval = TimeSpan.Zero,
        };
        TrainingReport report = trainer.Fit(Samples.Classification(25, 1), Samples.Classification(10, 2));
        Assert.Equal([(1, 1), (1, 2), (1, 3), (2, 1), (2, 2), (2, 3)], reports.All.Select(item => (item.Epoch, item.Step)));
        Assert.All(reports.All, item => Assert.Equal((2, 3, item.Step == 3), (item.Epochs, item.Steps, item.EpochCompleted)));
        Assert.All(reports.All, item => Assert.Equal(item.EpochCompleted, item.ValidationLoss is not null && item.ValidationAccuracy is not null));
        Assert.All(reports.All, item => Assert.True(item.SamplesPerSecond > 0 && item.Elapsed <= report.Duration && item.Accuracy is >= 0 and <= 1));
        Assert.Equal(report.Epochs.Select(epoch => (epoch.Loss, epoch.ValidationLoss)), reports.All.Where(item => item.EpochCompleted).Select(item => (item.Loss, item.ValidationLoss)));

        var rare = new Reports();
        trainer.Progress = rare;
        trainer.ProgressInterval = TimeSpan.FromHours(1);
        trainer.Fit(Samples.Classification(25, 1));
        Assert.Equal(2, rare.All.Count);
        Assert.All(rare.All, item => Assert.True(item.EpochCompleted && item.ValidationLoss is null));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void CancellationStopsBetweenStepsAndLeavesAUsableNetwork(int workers)
    {
        using var source = new CancellationTokenSource();
        var network = new SmallNetwork<Batch4>(1);
        Dataset data = Samples.Classification(50, 1);
        var trainer = new Trainer<SmallNetwork<Batch4>>(network)
        {
            Optimizer = new SGD(0.1f),
            Epochs = 10,
            BatchSize = 10,
            Workers = workers,
            Progress = new Reports(item =>
            {
                if (item is { Epoch: 3, Step: 2 })
                {
                    source.Cancel();
                }
            }),
            ProgressInterval = TimeSpan.Zero,
        };
        TrainingReport report = trainer.Fit(data, null, source.Token);
        Assert.True(report.Cancelled);
        Assert.Equal(2, report.Epochs.Count);
        Assert.Equal(12, report.Steps);
        Assert.Equal(120, report.Samples);
        Assert.Contains("cancelled", report.ToString());
        Assert.Equal(2, trainer.EpochsCompleted);
        EvaluationResult result = trainer.Evaluate(data);
        Assert.True(double.IsFinite(result.Loss));

        // The parameters are those of twelve steps, and what inference prepares is theirs.
        SmallNetwork<Batch4> copy = SmallNetwork<Batch4>.Create(network.Memory.Clone());
        Assert.Equal(result, new Trainer<SmallNetwork<Batch4>>(copy).Evaluate(data));
        Assert.Equal(10, trainer.Fit(data).Epochs.Count);
    }

    [Fact]
    public void ATrainingThatWasCancelledBeforeItBeganDoesNothing()
    {
        var network = new SmallNetwork<Batch4>(1);
        float[] before = Call.Parameters(network);
        TrainingReport report = new Trainer<SmallNetwork<Batch4>>(network).Fit(Samples.Classification(50, 1), null, new CancellationToken(true));
        Assert.True(report.Cancelled);
        Assert.Empty(report.Epochs);
        Assert.Equal(0, report.Steps);
        Assert.Equal(before, Call.Parameters(network));
    }

    [Fact]
    public void CancellationAtTheEndOfAnEpochKeepsItsResults()
    {
        using var source = new CancellationTokenSource();
        var trainer = new Trainer<SmallNetwork<Batch4>>(new SmallNetwork<Batch4>(1))
        {
            Epochs = 3,
            BatchSize = 10,
            Progress = new Reports(item =>
            {
                if (item is { Epoch: 1, EpochCompleted: true })
                {
                    source.Cancel();
                }
            }),
        };
        TrainingReport report = trainer.Fit(Samples.Classification(20, 1), Samples.Classification(20, 2), source.Token);
        Assert.True(report.Cancelled);
        EpochRecord epoch = Assert.Single(report.Epochs);
        Assert.NotNull(epoch.ValidationLoss);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void EvaluationIsThatOfOneBatch(int workers)
    {
        var network = new SmallNetwork<Batch4>(1);
        (float[] inputs, int[] labels) = Samples.Classes(30, 1);
        EvaluationResult result = new Trainer<SmallNetwork<Batch4>>(network) { Workers = workers }.Evaluate(Dataset.Of(inputs, labels));
        Assert.Equal(Call.Evaluate(network, inputs, labels, out float objective), result.Loss, 1e-6f);
        Assert.Equal(objective, result.Objective, 1e-6f);
        Assert.Equal(30, result.Samples);
        StepArguments arguments = default;
        float[] outputs = new float[90];
        arguments[0] = inputs.AsSpan();
        arguments[1] = (ReadOnlySpan<int>)labels;
        arguments[2] = outputs.AsSpan();
        NetworkSteps.Evaluate(network, ref arguments);
        int correct = Enumerable.Range(0, 30).Count(row => outputs.AsSpan(3 * row, 3).IndexOf(outputs.Skip(3 * row).Take(3).Max()) == labels[row]);
        Assert.Equal(correct / 30f, result.Accuracy);
        Assert.InRange(correct, 1, 29);
    }

    [Fact]
    public void TheAccuracyOfTrainingIsThatOfItsOutputs()
    {
        // Weights and dropout are held: with a learning rate of zero and one batch, the epoch's accuracy is that of the step's scores.
        var network = new SmallNetwork<Batch64>(1);
        (float[] inputs, int[] labels) = Samples.Classes(40, 1);
        TrainingReport report = new Trainer<SmallNetwork<Batch64>>(network) { Optimizer = new SGD(0), BatchSize = 40, Shuffle = false, Workers = 3 }.Fit(Dataset.Of(inputs, labels));
        StepArguments arguments = default;
        float[] outputs = new float[120];
        arguments[0] = inputs.AsSpan();
        arguments[1] = (ReadOnlySpan<int>)labels;
        arguments[2] = outputs.AsSpan();
        arguments.Seed = CounterGenerator.Key(0, ulong.MaxValue - 1);
        float loss = NetworkSteps.Gradients(network, ref arguments, new float[network.Memory.Parameters.Length]);
        int correct = Enumerable.Range(0, 40).Count(row => outputs.AsSpan(3 * row, 3).IndexOf(outputs.Skip(3 * row).Take(3).Max()) == labels[row]);
        Assert.Equal(correct / 40f, report.Epochs[0].Accuracy);
        Assert.Equal(loss, report.Epochs[0].Loss, 1e-6f);
        Assert.InRange(correct, 1, 39);
    }

    [Fact]
    public void ANetworkWithoutClassesHasNoAccuracy()
    {
        float[] inputs = Samples.Numbers(300, 1);
        float[] targets = [.. inputs.Chunk(3).Select(x => (2 * x[0]) - x[1] + 0.5f)];
        var trainer = new Trainer<LinearRegression<Batch4>>(new LinearRegression<Batch4>(1)) { Optimizer = new SGD(0.2f), Epochs = 20, BatchSize = 10, Workers = 2 };
        (Dataset train, Dataset validation) = Dataset.Of(inputs, targets).Split(0.8, seed: 1);
        TrainingReport report = trainer.Fit(train, validation);
        Assert.All(report.Epochs, epoch => Assert.True(epoch.Accuracy is null && epoch.ValidationAccuracy is null));
        Assert.True(report.Epochs[^1].ValidationLoss < 1e-6f);
        Assert.Equal(2, trainer.Network.Parameters["0.weight"][0, 0], 1e-3f);
        Assert.DoesNotContain("accuracy", report.ToString());
    }

    [Fact]
    public void BytesAreScaledOnTheirWay()
    {
        byte[] pixels = [.. Enumerable.Range(0, 300).Select(index => (byte)((index * 97) % 256))];
        float[] same = [.. pixels.Select(pixel => (pixel * (1f / 128)) + -1f)];
        int[] labels = Samples.Classes(60, 1).Labels;
        Assert.Equal(Train(Dataset.Of(same, labels)), Train(Dataset.Of(pixels, 1f / 128, -1, labels)));

        static float[] Train(Dataset data)
        {
            var network = new SmallNetwork<Batch4>(1);
            new Trainer<SmallNetwork<Batch4>>(network) { BatchSize = 7 }.Fit(data);
            return Call.Parameters(network);
        }
    }

    [Fact]
    public void DataAndSettingsThatDoNotFitAreRefusedByName()
    {
        var trainer = new Trainer<SmallNetwork<Batch4>>(new SmallNetwork<Batch4>());
        Refused("'Tests.SmallNetwork', input 'input': a sample has 5 elements [5], and one of the training data 4", () => trainer.Fit(Dataset.Of(new float[8], new int[2])));
        Refused("target 'target': the network takes Int32, and the training data are Float32", () => trainer.Fit(Dataset.Of(new float[10], new float[2])));
        Refused("sample 1 of the training data has class 3, and the classes are 0 to 2", () => trainer.Fit(Dataset.Of(new float[10], [0, 3])));
        Refused("sample 0 of the validation data has class -1", () => trainer.Fit(Samples.Classification(9, 1), Dataset.Of(new float[5], [-1])));
        Refused("sample 0 of the evaluation data", () => trainer.Evaluate(Dataset.Of(new float[5], [7])));
        Refused("has 1 targets, and the training data 0", () => trainer.Fit(new Dataset([DataTensor.Of(new float[5], 5)], [])));
        Refused(
            "cannot be cut into chunks of 4",
            () => new Trainer<StatefulNetwork>(new StatefulNetwork()) { BatchSize = 5 }.Fit(Dataset.Of(new float[10], new float[10])));
        Assert.Throws<ArgumentOutOfRangeException>(() => trainer.Epochs = 0);
        Assert.Throws<ArgumentOutOfRangeException>(() => trainer.BatchSize = 0);
        Assert.Throws<ArgumentOutOfRangeException>(() => trainer.Workers = 0);
        Assert.Throws<ArgumentOutOfRangeException>(() => trainer.ProgressInterval = TimeSpan.FromSeconds(-1));
        Assert.Throws<ArgumentNullException>(() => trainer.Optimizer = null!);

        static void Refused(string message, Action action) => Assert.Contains(message, Assert.Throws<ArgumentException>(action).Message);
    }

    [Fact]
    public void AnOptimizerOfAnotherNetworkIsRefused()
    {
        var optimizer = new Adam();
        optimizer.Step(new float[16], new float[16]);
        var trainer = new Trainer<SmallNetwork<Batch4>>(new SmallNetwork<Batch4>()) { Optimizer = optimizer, Workers = 2 };
        Assert.Contains("state for 16 parameters", Assert.Throws<ArgumentException>(() => trainer.Fit(Samples.Classification(9, 1))).Message);
    }

    [Fact]
    public void LabelsThatChangeUnderwayAreCaught()
    {
        (float[] inputs, int[] labels) = Samples.Classes(40, 1);
        var trainer = new Trainer<SmallNetwork<Batch4>>(new SmallNetwork<Batch4>())
        {
            Workers = 2,
            BatchSize = 8,
            Progress = new Reports(_ => Array.Fill(labels, 99)),
            ProgressInterval = TimeSpan.Zero,
        };
        ArgumentException exception = Assert.Throws<ArgumentException>(() => trainer.Fit(Dataset.Of(inputs, labels)));
        Assert.Contains("99 at 0 is not a class from 0 to 2", exception.Message);
    }

    [Fact]
    public void AnExceptionOfTheProgressEndsTheTraining()
    {
        var trainer = new Trainer<SmallNetwork<Batch4>>(new SmallNetwork<Batch4>()) { Workers = 2, Progress = new Reports(_ => throw new TimeoutException("enough")) };
        Assert.Equal("enough", Assert.Throws<TimeoutException>(() => trainer.Fit(Samples.Classification(9, 1))).Message);
    }
}
