using System;
using System.Collections.Generic;
using System.Linq;
using NetCompiler.Data;
using NetCompiler.Sequences.Tests.Networks;
using NetCompiler.Training;
using Xunit;

namespace NetCompiler.Sequences.Tests;

/// <summary>What CTC is for: labels are learned from sequences that nobody has divided into parts.</summary>
public sealed class AlignmentTests
{
    private const int Steps = 20;
    private const int Tones = 4;
    private const int MostLabels = 4;
    private const int Blank = 0;

    [Fact]
    public void Tones_are_read_in_order_though_nobody_said_where_they_are()
    {
        var network = new ToneNetwork(seed: 1);
        var trainer = new Trainer<ToneNetwork>(network) { Optimizer = new Adam(5e-3f), Epochs = 20, BatchSize = 32, ClipNorm = 5, Workers = 2 };
        Problem[] train = Problems(1000, 1);
        TrainingReport report = trainer.Fit(Data(train), cancellation: TestContext.Current.CancellationToken);
        Problem[] test = Problems(200, 2);
        int right = test.Count(problem => Read(network, problem).SequenceEqual(problem.Labels));
        TestContext.Current.TestOutputHelper!.WriteLine($"loss {report.Epochs[0].Loss} to {report.Epochs[^1].Loss}, {right} of {test.Length} read");
        Assert.Null(report.Epochs[^1].Accuracy);
        Assert.True(right >= 190, $"{right} of {test.Length} sequences were read right.");
    }

    [Fact]
    public void The_loss_is_that_of_the_two_ways_to_place_a_label_in_two_steps()
    {
        // All scores are 0 but for the bias: in each step 2/6 for label 1, 1/6 for each other class. The ways are 1 1, 1 blank, blank 1.
        var network = new ToneNetwork();
        foreach (ParameterView parameter in network.Parameters)
        {
            parameter.CopyFrom(new float[parameter.Length]);
        }

        network.Parameters["1.bias"].CopyFrom([0, MathF.Log(2), 0, 0, 0]);
        float[] input = new float[Steps * Tones];
        Assert.Equal(-MathF.Log((4 + 2 + 2) / 36f), network.Evaluate(input, [2], [1, Blank, Blank, Blank]), 1e-6f);

        // Two labels in two steps, divided by two; two equal ones need a blank between; no label is blanks alone.
        Assert.Equal(-MathF.Log(2 / 36f) / 2, network.Evaluate(input, [2], [1, 2, Blank, Blank]), 1e-6f);
        Assert.Equal(float.PositiveInfinity, network.Evaluate(input, [2], [1, 1, Blank, Blank]));
        Assert.Equal(-MathF.Log(1 / 36f), network.Evaluate(input, [2], [Blank, Blank, Blank, Blank]), 1e-6f);
    }

    private sealed record Problem(float[] Steps, int[] Labels);

    // A tone is two to four steps of one feature, with noise; equal ones have a pause between.
    private static Problem[] Problems(int count, int seed)
    {
        var random = new Random(seed);
        var problems = new Problem[count];
        for (int problem = 0; problem < count; problem++)
        {
            int[] labels = [.. Enumerable.Range(0, random.Next(1, MostLabels + 1)).Select(_ => 1 + random.Next(Tones))];
            var steps = new List<float>();
            for (int label = 0; label < labels.Length; label++)
            {
                int pause = label > 0 && labels[label] == labels[label - 1] ? 1 : random.Next(2);
                for (int step = random.Next(2, 5) + pause; step > 0; step--, pause--)
                {
                    steps.AddRange(Enumerable.Range(1, Tones).Select(tone => (pause <= 0 && tone == labels[label] ? 1 : 0) + (0.3f * (float)(random.NextDouble() - 0.5))));
                }
            }

            problems[problem] = new Problem([.. steps], labels);
        }

        return problems;
    }

    private static Dataset Data(Problem[] problems)
    {
        (DataTensor values, DataTensor lengths) = NetCompiler.Data.Sequences.Padded([.. problems.Select(problem => problem.Steps)], Tones, Steps);
        int[] labels = [.. problems.SelectMany(problem => problem.Labels.Concat(Enumerable.Repeat(Blank, MostLabels - problem.Labels.Length)))];
        return new Dataset([values], [DataTensor.Of(labels, MostLabels)], [lengths]);
    }

    // The best class of each step, without repetitions and blanks.
    private static int[] Read(ToneNetwork network, Problem problem)
    {
        int steps = problem.Steps.Length / Tones;
        float[] scores = new float[steps * (Tones + 1)];
        network.Forward(problem.Steps, rows: 1, steps, scores);
        int[] best = [.. Enumerable.Range(0, steps).Select(step => Enumerable.Range(0, Tones + 1).MaxBy(tone => scores[(step * (Tones + 1)) + tone]))];
        return [.. best.Where((tone, step) => tone != Blank && (step == 0 || tone != best[step - 1]))];
    }
}
