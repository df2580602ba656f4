using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using NetCompiler.Data;
using NetCompiler.Training;
using Xunit;

namespace NetCompiler.Robustness.Tests;

/// <summary>Calls that cannot be right: each is refused with both numbers, and afterwards everything is as it was.</summary>
public sealed class MisuseTests
{
    private static float[] Inputs(int count, int seed = 1)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => (float)random.NextDouble() - 0.5f)];
    }

    private static int[] Bits<T>(INetwork<T> network)
        where T : class, INetwork<T> => [.. network.Memory.Parameters.ToArray().Select(BitConverter.SingleToInt32Bits), .. network.Memory.State.ToArray().Select(BitConverter.SingleToInt32Bits)];

    // The exception's message has these words; what the network holds, and what it computes, is what it was.
    private static void Refuses<TException>(Plain network, Action call, params string[] words)
        where TException : Exception
    {
        int[] before = Bits<Plain>(network);
        TException exception = Assert.Throws<TException>(call);
        Assert.All(words, word => Assert.Contains(word, exception.Message, StringComparison.Ordinal));
        Assert.Equal(before, Bits<Plain>(network));
        var output = new float[3];
        network.Forward(Inputs(5), output);
        var fresh = new float[3];
        using Plain.Session session = network.CreateSession();
        session.Forward(Inputs(5), fresh);
        Assert.Equal(output, fresh);
    }

    [Fact]
    public void Spans_of_wrong_lengths_are_refused_with_both_lengths()
    {
        var network = new Plain(1);
        var optimizer = new SGD(0.1f);
        Refuses<ArgumentException>(network, () => network.Forward(new float[4], new float[3]), "'input'", "4", "5");
        Refuses<ArgumentException>(network, () => network.Forward(new float[6], new float[3]), "'input'", "6", "5");
        Refuses<ArgumentException>(network, () => network.Forward([], new float[3]), "'input'", "0", "5");
        Refuses<ArgumentException>(network, () => network.Forward(new float[5], new float[2]), "'output'", "2", "3");
        Refuses<ArgumentException>(network, () => network.Forward(new float[5], []), "'output'", "0", "3");
        Refuses<ArgumentException>(network, () => network.Forward(new float[10], 2, new float[5]), "'output'", "5", "6");
        Refuses<ArgumentException>(network, () => network.Forward(new float[11], 2, new float[6]), "'input'", "11", "10");
        Refuses<ArgumentException>(network, () => network.TrainStep(new float[11], new int[2], optimizer), "'input'", "11", "5");
        Refuses<ArgumentException>(network, () => network.TrainStep(new float[10], new int[3], optimizer), "'target'", "3", "2");
        Refuses<ArgumentException>(network, () => network.Evaluate(new float[10], new int[1]), "'target'", "1", "2");
        Refuses<ArgumentException>(network, () => network.Gradients(new float[5], new int[1], new float[7]), "7", network.Memory().ParameterLength.ToString(System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(0, optimizer.StepCount);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(5)]
    [InlineData(int.MinValue)]
    [InlineData(int.MaxValue)]
    public void Rows_that_there_are_not_are_refused_with_the_most(int rows)
    {
        var network = new Plain(1);
        Refuses<ArgumentOutOfRangeException>(network, () => network.Forward(new float[20], rows, new float[12]), rows.ToString(System.Globalization.CultureInfo.InvariantCulture), "1 to 4");
        using Plain.Session session = network.CreateSession();
        Refuses<ArgumentOutOfRangeException>(network, () => session.Forward(new float[20], rows, new float[12]), "1 to 4");
    }

    [Fact]
    public void Empty_batches_are_refused()
    {
        var network = new Plain(1);
        var optimizer = new Adam(0.1f);
        Refuses<ArgumentException>(network, () => network.TrainStep([], [], optimizer), "0 elements", "5");
        Refuses<ArgumentException>(network, () => network.Evaluate([], []), "0 elements", "5");
        Refuses<ArgumentException>(network, () => network.Gradients([], [], new float[network.Memory().ParameterLength]), "0 elements", "5");
        Assert.ThrowsAny<ArgumentException>(() => Dataset.Of(Array.Empty<float>(), Array.Empty<int>()));
        Assert.Equal(0, optimizer.StepCount);
    }

    [Fact]
    public void Memory_that_overlaps_is_refused_by_name()
    {
        var network = new Plain(1);
        float[] memory = Inputs(40);
        float[] kept = [.. memory];
        Refuses<ArgumentException>(network, () => network.Forward(memory.AsSpan(0, 5), memory.AsSpan(4, 3)), "'input'", "'output'", "overlap");
        Refuses<ArgumentException>(network, () => network.Forward(memory.AsSpan(10, 20), 4, memory.AsSpan(0, 12)), "'input'", "'output'", "overlap");
        Assert.Equal(kept, memory);

        // Side by side is apart.
        network.Forward(memory.AsSpan(0, 5), memory.AsSpan(5, 3));
        var gradients = new float[network.Memory().ParameterLength];
        Refuses<ArgumentException>(network, () => network.Gradients(gradients.AsSpan(0, 5), [1], gradients), "overlap", "'input'");
        Assert.All(gradients, value => Assert.Equal(0, value));
        var pairs = new Pairs(1);
        var outputs = new float[8];
        ArgumentException exception = Assert.Throws<ArgumentException>(() => pairs.Forward(new float[3], new float[2], outputs.AsSpan(0, 4), outputs.AsSpan(3, 4)));
        Assert.Contains("'sum'", exception.Message, StringComparison.Ordinal);
        Assert.Contains("'head'", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(-1)]
    [InlineData(int.MaxValue)]
    [InlineData(int.MinValue)]
    public void Classes_that_there_are_not_are_refused_with_the_last(int wrong)
    {
        var network = new Plain(1);
        var optimizer = new Adam(0.1f);
        string number = wrong.ToString(System.Globalization.CultureInfo.InvariantCulture);
        Refuses<ArgumentException>(network, () => network.TrainStep(Inputs(15), [0, 2, wrong], optimizer), "'target'", number + " at 2", "0 to 2");
        Refuses<ArgumentException>(network, () => network.Evaluate(Inputs(15), [wrong, 2, 1]), number + " at 0", "0 to 2");
        Refuses<ArgumentException>(network, () => network.Gradients(Inputs(5), [wrong], new float[network.Memory().ParameterLength]), number, "0 to 2");

        // In a batch of several chunks, the last of which has it: no chunk before has been learnt from.
        Refuses<ArgumentException>(network, () => network.TrainStep(Inputs(50), [0, 1, 2, 0, 1, 2, 0, 1, 2, wrong], optimizer), number + " at 9");
        Assert.Equal(0, optimizer.StepCount);
        Refuses<ArgumentException>(network, () => new Trainer<Plain>(network) { Epochs = 1 }.Fit(Dataset.Of(Inputs(15), [0, wrong, 1])), "sample 1", number, "0 to 2");
    }

    [Theory]
    [InlineData(11)]
    [InlineData(-1)]
    public void Tokens_that_there_are_not_are_refused_with_their_place(int wrong)
    {
        var network = new Tokens(1);
        int[] before = Bits<Tokens>(network);
        int[] tokens = [1, 2, 3, 4, 5, 6, 7, 8, wrong, 0, 0, 0];
        string number = wrong.ToString(System.Globalization.CultureInfo.InvariantCulture);
        ArgumentException forward = Assert.ThrowsAny<ArgumentException>(() => network.Forward(tokens, 2, new float[6]));
        Assert.Contains(number, forward.Message, StringComparison.Ordinal);
        Assert.Contains("10", forward.Message, StringComparison.Ordinal);
        ArgumentException train = Assert.ThrowsAny<ArgumentException>(() => network.TrainStep(tokens, [0, 1], new SGD(1)));
        Assert.Contains(number + " in row 1, element 2", train.Message, StringComparison.Ordinal);
        Assert.Contains("0 to 10", train.Message, StringComparison.Ordinal);
        Assert.Equal(before, Bits<Tokens>(network));
    }

    [Fact]
    public void A_failed_step_between_others_changes_no_bit_of_what_follows()
    {
        var one = new Plain(4);
        var other = new Plain(4);
        var first = new Adam(0.05f);
        var second = new Adam(0.05f);
        for (int step = 0; step < 6; step++)
        {
            one.TrainStep(Inputs(30, step), [0, 1, 2, 0, 1, 2], first);
            Assert.Throws<ArgumentException>(() => other.TrainStep(Inputs(30, step), [0, 1, 2, 0, 1, 7], second));
            Assert.Throws<ArgumentException>(() => other.TrainStep(Inputs(29, step), [0, 1, 2, 0, 1, 2], second));
            Assert.Throws<ArgumentNullException>(() => other.TrainStep(Inputs(30, step), [0, 1, 2, 0, 1, 2], null!));
            other.TrainStep(Inputs(30, step), [0, 1, 2, 0, 1, 2], second);
        }

        Assert.Equal(Bits<Plain>(one), Bits<Plain>(other));
    }

    [Fact]
    public void NaN_goes_through_to_the_row_that_has_it_and_no_further()
    {
        var network = new Pictures(2);
        float[] images = Inputs(4 * 72);
        var clean = new float[8];
        network.Forward(images, 4, clean);
        images[72 + 40] = float.NaN;
        var spoilt = new float[8];
        network.Forward(images, 4, spoilt);
        Assert.True(float.IsNaN(spoilt[2]) && float.IsNaN(spoilt[3]));
        Assert.Equal([.. clean[..2], .. clean[4..]], (float[])[.. spoilt[..2], .. spoilt[4..]]);
        Assert.True(float.IsNaN(network.Evaluate(images, new float[8])));

        // Infinity becomes one or the other, and never a plausible number.
        images[72 + 40] = float.PositiveInfinity;
        network.Forward(images, 4, spoilt);
        Assert.All(spoilt[2..4], value => Assert.False(float.IsFinite(value)));

        // Training with it is what PyTorch makes of it: no exception, and parameters that are no numbers.
        images[72 + 40] = float.NaN;
        network.TrainStep(images, new float[8], new SGD(0.1f));
        Assert.Contains(network.Parameters.SelectMany(parameter => parameter.ToArray()), float.IsNaN);
    }

    [Fact]
    public void Sessions_of_many_threads_give_the_bits_of_one()
    {
        var network = new Pictures(3);
        const int Threads = 8;
        const int Calls = 300;
        float[][] images = [.. Enumerable.Range(0, 16).Select(i => Inputs(4 * 72, i))];
        float[][] expected = [.. images.Select(image =>
        {
            var output = new float[8];
            network.Forward(image, 4, output);
            return output;
        })];

        // Edited, so that all threads ask at once for what inference prepares.
        using (ParameterEdit edit = ((INetwork<Pictures>)network).Memory.Edit())
        {
        }

        int wrong = 0;
        using var start = new Barrier(Threads);
        Thread[] threads = [.. Enumerable.Range(0, Threads).Select(thread => new Thread(() =>
        {
            using Pictures.Session session = network.CreateSession();
            var output = new float[8];
            start.SignalAndWait();
            for (int call = 0; call < Calls; call++)
            {
                int which = ((thread * 7) + call) % images.Length;
                int rows = 1 + (call % 4);
                session.Forward(images[which].AsSpan(0, rows * 72), rows, output.AsSpan(0, rows * 2));
                if (!output.AsSpan(0, rows * 2).SequenceEqual(expected[which].AsSpan(0, rows * 2)))
                {
                    Interlocked.Increment(ref wrong);
                }
            }
        }))];
        foreach (Thread thread in threads)
        {
            thread.Start();
        }

        foreach (Thread thread in threads)
        {
            thread.Join();
        }

        Assert.Equal(0, wrong);
    }

    [Fact]
    public void Sessions_that_are_disposed_of_are_refused_and_the_network_goes_on()
    {
        var network = new Plain(1);
        Plain.Session session = network.CreateSession();
        Plain.Session other = network.CreateSession();
        session.Dispose();
        session.Dispose();
        Refuses<ObjectDisposedException>(network, () => session.Forward(new float[5], new float[3]));
        Refuses<ObjectDisposedException>(network, () => session.Forward(new float[10], 2, new float[6]));
        other.Forward(new float[5], new float[3]);
        other.Dispose();
    }

    [Fact]
    public void A_network_may_be_used_and_saved_where_training_reports()
    {
        Dataset data = Dataset.Of(Inputs(60 * 5), [.. Enumerable.Range(0, 60).Select(i => i % 3)]);
        var watched = new Plain(6);
        var alone = new Plain(6);
        var outputs = new List<float[]>();
        using Plain.Session session = watched.CreateSession();
        TrainingReport report = new Trainer<Plain>(watched)
        {
            Epochs = 3,
            BatchSize = 8,
            Workers = 2,
            ProgressInterval = TimeSpan.Zero,
            Progress = new Reported(() =>
            {
                var own = new float[3];
                var ofSession = new float[3];
                watched.Forward(Inputs(5), own);
                session.Forward(Inputs(5), ofSession);
                Assert.Equal(own, ofSession);
                outputs.Add(own);
                watched.Evaluate(Inputs(10), [1, 2]);
                watched.Save(System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"netcompiler-{Environment.ProcessId}.safetensors"));
            }),
        }.Fit(data);
        System.IO.File.Delete(System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"netcompiler-{Environment.ProcessId}.safetensors"));
        new Trainer<Plain>(alone) { Epochs = 3, BatchSize = 8, Workers = 2 }.Fit(data);
        Assert.Equal(Bits<Plain>(alone), Bits<Plain>(watched));
        Assert.Equal(3, report.Epochs.Count);

        // Each report saw the weights of its moment.
        Assert.True(outputs.Count > 3 && outputs.Select(output => output[0]).Distinct().Count() > 3);
    }

    [Fact]
    public void An_exception_of_a_report_ends_the_training_and_leaves_a_network_that_works()
    {
        Dataset data = Dataset.Of(Inputs(60 * 5), [.. Enumerable.Range(0, 60).Select(i => i % 3)]);
        var network = new Plain(6);
        var trainer = new Trainer<Plain>(network) { Epochs = 2, BatchSize = 8, Workers = 2, ProgressInterval = TimeSpan.Zero, Progress = new Reported(() => throw new TimeoutException("enough")) };
        Assert.Equal("enough", Assert.Throws<TimeoutException>(() => trainer.Fit(data)).Message);
        network.Forward(Inputs(5), new float[3]);
        trainer.Progress = null;
        Assert.Equal(2, trainer.Fit(data).Epochs.Count);
    }

    [Fact]
    public void Data_of_other_shapes_are_refused_before_anything_is_learnt()
    {
        var network = new Plain(1);
        Trainer<Plain> Trainer() => new(network) { Epochs = 1, BatchSize = 2 };
        Refuses<ArgumentException>(network, () => Trainer().Fit(Dataset.Of(Inputs(12), [0, 1, 2])), "'input'", "5", "4");
        Refuses<ArgumentException>(network, () => Trainer().Fit(Dataset.Of(Inputs(15), Inputs(3))), "'target'", "Int32", "Float32");
        Refuses<ArgumentException>(network, () => Trainer().Fit(new Dataset([DataTensor.Of(Inputs(15), 5), DataTensor.Of(Inputs(15), 5)], [DataTensor.Of([0, 1, 2])])), "1 inputs", "2");
        Refuses<ArgumentException>(network, () => Trainer().Fit(Dataset.Of(Inputs(15), [0, 1, 2]), Dataset.Of(Inputs(12), [0, 1, 2])), "validation", "5", "4");
        Refuses<ArgumentException>(network, () => Trainer().Evaluate(Dataset.Of(Inputs(12), [0, 1, 2])), "evaluation", "5", "4");
        Refuses<ArgumentNullException>(network, () => Trainer().Fit(null!));
        Refuses<ArgumentNullException>(network, () => Trainer().Evaluate(null!));
        Assert.Throws<ArgumentException>(() => Dataset.Of(Inputs(14), [0, 1, 2]));
        Assert.Throws<ArgumentException>(() => new Dataset([DataTensor.Of(Inputs(15), 5)], [DataTensor.Of([0, 1])]));
        Assert.Throws<ArgumentNullException>(() => new Trainer<Plain>(null!));
        Assert.Throws<ArgumentNullException>(() => Trainer().Optimizer = null!);
        foreach (int wrong in (int[])[0, -1])
        {
            Assert.Throws<ArgumentOutOfRangeException>(() => Trainer().Epochs = wrong);
            Assert.Throws<ArgumentOutOfRangeException>(() => Trainer().BatchSize = wrong);
            Assert.Throws<ArgumentOutOfRangeException>(() => Trainer().Workers = wrong);
        }
    }

    [Fact]
    public void Batches_that_statistics_do_not_allow_are_refused_with_both_numbers()
    {
        var network = new Normalized(1);
        int[] before = Bits<Normalized>(network);
        ArgumentException one = Assert.Throws<ArgumentException>(() => network.TrainStep(Inputs(4), [0], new SGD(1)));
        Assert.Contains("at least 2 samples, not 1", one.Message, StringComparison.Ordinal);
        ArgumentException many = Assert.Throws<ArgumentException>(() => network.TrainStep(Inputs(36), new int[9], new SGD(1)));
        Assert.Contains("a batch of 9", many.Message, StringComparison.Ordinal);
        Assert.Contains("chunks of 8", many.Message, StringComparison.Ordinal);
        Assert.Equal(before, Bits<Normalized>(network));
    }

    [Fact]
    public void An_optimizer_of_another_network_is_refused()
    {
        var optimizer = new Adam(0.1f);
        new Plain(1).TrainStep(Inputs(5), [1], optimizer);
        var other = new Normalized(1);
        int[] before = Bits<Normalized>(other);
        Assert.Throws<ArgumentException>(() => other.TrainStep(Inputs(8), [1, 0], optimizer));
        Assert.Equal(before, Bits<Normalized>(other));
    }

    [Fact]
    public void Parameters_that_there_are_not_and_edits_that_have_ended_are_refused()
    {
        var network = new Plain(1);
        int[] before = Bits<Plain>(network);
        Assert.ThrowsAny<Exception>(() => network.Parameters["0.wieght"]);
        Assert.Throws<ArgumentException>(() => network.Parameters["0.bias"].CopyFrom(new float[8]));
        Assert.Throws<ArgumentOutOfRangeException>(() => network.Parameters["0.bias"][9]);
        Assert.Throws<ArgumentOutOfRangeException>(() => network.Parameters["0.bias"][-1] = 1);
        Assert.Equal(before, Bits<Plain>(network));
    }

    private sealed class Reported(Action action) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => action();
    }
}
