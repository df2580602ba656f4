using System;
using System.Linq;
using NetCompiler.Runtime.Tests.Helpers;
using NetCompiler.Training;
using Xunit;

namespace NetCompiler.Runtime.Tests.Metrics;

/// <summary>What metrics refuse, what they make of NaN, and what they allocate.</summary>
public sealed class MetricTests
{
    [Fact]
    public void A_confusion_matrix_counts_by_row()
    {
        var confusion = new ConfusionMatrix(["cat", "dog"]);
        confusion.Add([0, 1, 1, 1], [0, 0, 0, 1]);

        Assert.Equal((4, 2, 3, 2), (confusion.Total, confusion.Right, confusion.Support(0), confusion[0, 1]));
        string[] lines = confusion.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        Assert.Equal(["cat  dog    right", "cat     1    2   33.3 %", "dog     .    1  100.0 %"], lines);
    }

    [Fact]
    public void Nothing_has_no_value()
    {
        Metric[] metrics = [new Accuracy(), new TopKAccuracy(2), new F1Score(), new PrecisionScore(Averaging.Macro), new ConfusionMatrix(3), new RocAuc(), new MAE(), new RMSE(), new R2()];
        Assert.All(metrics, metric => Assert.True(double.IsNaN(metric.Value), metric.Name));
        Assert.Equal(metrics.Length, metrics.Select(metric => metric.Name).Distinct().Count());
    }

    [Fact]
    public void A_prediction_with_NaN_is_wrong()
    {
        float[] scores = [1, float.NaN, 2, 0, 1, 0];
        var confusion = new ConfusionMatrix(2);
        confusion.Add(scores, [0, 0, 0]);
        Assert.Equal((3, 2, 2, 3), (confusion.Total, confusion.Right, confusion[0, 0], confusion.Support(0)));
        Assert.Equal(2.0 / 3, confusion.Recall(Averaging.Micro), 1e-15);
        Assert.Equal(1.0, confusion.Precision(Averaging.Micro), 1e-15);

        var accuracy = new Accuracy();
        accuracy.Add(scores, [0, 0, 0]);
        Assert.Equal(2.0 / 3, accuracy.Value, 1e-15);
        var area = new RocAuc();
        area.Add(scores, [0, 1, 0]);
        Assert.True(double.IsNaN(area.Value));
        var error = new MAE();
        error.Add([float.NaN, 1], [1, 1]);
        Assert.True(double.IsNaN(error.Value));
    }

    /// <summary>Scores of one class rank samples as their probabilities do only when they are probabilities.</summary>
    [Fact]
    public void Areas_of_logits_are_those_of_their_softmax()
    {
        float[] logits = Samples.Numbers(3 * 40, seed: 5);
        int[] labels = [.. Enumerable.Range(0, 40).Select(sample => sample % 3)];
        float[] probabilities = new float[logits.Length];
        for (int sample = 0; sample < 40; sample++)
        {
            double sum = Enumerable.Range(0, 3).Sum(label => Math.Exp(logits[(3 * sample) + label]));
            for (int label = 0; label < 3; label++)
            {
                probabilities[(3 * sample) + label] = (float)(Math.Exp(logits[(3 * sample) + label]) / sum);
            }
        }

        double Area(RocAuc area, float[] scores)
        {
            area.Add(scores, labels);
            return area.Value;
        }

        double expected = Area(new RocAuc(), probabilities);
        Assert.Equal(expected, Area(new RocAuc { FromLogits = true }, logits), 1e-12);
        Assert.NotEqual(expected, Area(new RocAuc(), logits), 1e-6);
    }

    [Fact]
    public void Weights_that_are_none_are_refused_before_anything_is_added()
    {
        var accuracy = new Accuracy();
        var error = new MAE();
        var confusion = new ConfusionMatrix(2);
        Refuses("3 weights are not one for each of 2 samples", () => accuracy.Add([1f, -1f], [1, 0], [1f, 1f, 1f]));
        Refuses("the weight of a sample is -0.5", () => accuracy.Add([1f, -1f], [1, 0], [1f, -0.5f]));
        Refuses("the weight of a sample is NaN", () => accuracy.Add([1.0, -1.0], [1, 0], [1.0, double.NaN]));
        Refuses("the weight of a sample is ", () => accuracy.Add([1f, -1f], [1, 0], [1f, float.PositiveInfinity]));
        Refuses("1 weights are not one for each of 2 samples", () => error.Add([1f, 2f, 3f, 4f], [1f, 2f, 3f, 4f], 2, [1f]));
        Refuses("the weight of a sample is NaN", () => error.Add([1.0, 2.0], [1.0, 2.0], 1, [1.0, double.NaN]));
        Refuses("the weight of a sample is -1", () => confusion.Add(0, 1, -1));
        Refuses("the weight of a sample is -1", () => confusion.Add([0, 1], [1, 0], [1.0, -1.0]));
        Assert.True(double.IsNaN(accuracy.Value) && double.IsNaN(error.Value));
        Assert.Equal(0, confusion.Total);
    }

    /// <summary>By hand: of weights 3, 1 and 0 the first is right; the last weighs nothing, whatever it is.</summary>
    [Fact]
    public void Samples_count_by_their_weights()
    {
        var accuracy = new Accuracy();
        accuracy.Add([1.0, -1.0, 5.0], [1, 1, 0], [3.0, 1.0, 0.0]);
        Assert.Equal(0.75, accuracy.Value);

        // Weighing nothing at all says nothing.
        Metric[] metrics = [new Accuracy(), new TopKAccuracy(1), new ConfusionMatrix(2), new RocAuc(), new MAE(), new RMSE(), new R2()];
        foreach (Metric metric in metrics)
        {
            (metric as ClassMetric)?.Add([1f, 0f, 0f, 1f], [0, 1], [0f, 0f]);
            (metric as RegressionMetric)?.Add([1f, 2f], [2f, 2f], 1, [0f, 0f]);
            Assert.True(double.IsNaN(metric.Value), metric.Name);
        }

        var confusion = new ConfusionMatrix(2);
        confusion.Add([0, 1, 1], [0, 0, 1], [0.5, 0.25, 2.0]);
        Assert.Equal((1, 3, 2), (confusion[0, 1], confusion.Total, confusion.Right));
        Assert.Equal((0.25, 2.0 / 2.25, 2.5 / 2.75), (confusion.Weight(0, 1), confusion.Precision(1), confusion.Value));
        confusion.Reset();
        Assert.Equal((0, 0), (confusion.Total, confusion.Weight(0, 1)));

        // 0.5 / 0.75 of nothing but numbers, and the fourth sample is of class 0 and of no number.
        confusion.Add([0, 1], [0, 0], [0.5, 0.25]);
        confusion.Add([double.NaN, 1.0], [0], [0.25]);
        Assert.Equal((0.5, 0.5 / 0.75), (confusion.Recall(0), confusion.Precision(Averaging.Micro)));
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        Refuses("5 scores are not equally many for each of 2 labels", () => new Accuracy().Add([1, 2, 3, 4, 5], [0, 1]));
        Refuses("3 is not a class from 0 to 1", () => new Accuracy().Add([1, 2], [3]));
        Refuses("-1 is not a class from 0 to 1", () => new RocAuc().Add([1], [-1]));
        Refuses("chooses from 3 classes, and the matrix has 2", () => new ConfusionMatrix(2).Add([1f, 2f, 3f], [0]));
        Refuses("Take Averaging.Macro", () => new F1Score().Add([1, 2, 3], [0]));
        Refuses("Take Averaging.Macro", () => new ConfusionMatrix(3).Recall(Averaging.Binary));
        Refuses("a prediction has one score", () => new TopKAccuracy(1).Add([1], [0]));
        Refuses("3 outputs and 2 targets", () => new MAE().Add([1, 2, 3], [1, 2]));
        Refuses("a sample has 1 outputs, and those before have 2", () =>
        {
            var error = new RMSE();
            error.Add([1, 2], [1, 2], width: 2);
            error.Add([1], [1]);
        });
        Assert.Throws<ArgumentOutOfRangeException>(() => new TopKAccuracy(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ConfusionMatrix(1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RocAuc(Averaging.Micro));
    }

    [Fact]
    public void A_batch_allocates_nothing()
    {
        float[] scores = Samples.Numbers(4 * 100, seed: 1);
        int[] labels = [.. Enumerable.Range(0, 100).Select(sample => sample % 4)];
        float[] weights = [.. labels.Select(label => label / 2f)];
        ClassMetric[] metrics = [new Accuracy(), new TopKAccuracy(2), new F1Score(Averaging.Weighted), new ConfusionMatrix(4), new RocAuc(capacity: 10_000) { FromLogits = true }];
        RegressionMetric[] errors = [new MAE(), new RMSE(), new R2()];
        void AddAll()
        {
            foreach (ClassMetric metric in metrics)
            {
                metric.Add(scores, labels, weights);
            }

            foreach (RegressionMetric error in errors)
            {
                error.Add(scores, scores, width: 4, weights);
            }
        }

        AddAll();
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int batch = 0; batch < 20; batch++)
        {
            AddAll();
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static void Refuses(string words, Action action) => Assert.Contains(words, Assert.ThrowsAny<ArgumentException>(action).Message, StringComparison.Ordinal);
}
