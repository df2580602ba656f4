using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using NetCompiler.Training;
using Xunit;

namespace NetCompiler.Runtime.Tests.Metrics;

/// <summary>Metrics alone, against scikit-learn's definitions (tests/fixtures/make_metrics.py), however the samples come in batches.</summary>
public sealed class MetricFixtureTests
{
    private static readonly JsonElement s_fixture = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "fixtures", "metrics.json"))).RootElement;

    public static IEnumerable<TheoryDataRow<string>> Classes => Names("classes");

    public static IEnumerable<TheoryDataRow<string>> Numbers => Names("numbers");

    [Theory]
    [MemberData(nameof(Classes))]
    public void Metrics_of_classes_are_scikit_learns(string name)
    {
        JsonElement item = Case("classes", name);
        float threshold = item.GetProperty("threshold").GetSingle();
        float[] scores = Floats(item.GetProperty("scores"));
        int[] labels = [.. item.GetProperty("labels").EnumerateArray().Select(label => label.GetInt32())];
        float[] weights = Weights(item);
        int columns = item.GetProperty("columns").GetInt32();
        var confusion = new ConfusionMatrix(Math.Max(2, columns)) { Threshold = threshold };
        (string Name, ClassMetric Metric)[] metrics =
        [
            ("accuracy", new Accuracy { Threshold = threshold }),
            ("accuracy", confusion),
            .. columns == 1 ? [] : new[] { 1, 2, 3 }.Select(k => ($"top-{k}", (ClassMetric)new TopKAccuracy(k))),
            ("Macro AUC", new RocAuc(capacity: 1)),
            ("Weighted AUC", new RocAuc(Averaging.Weighted)),
            .. Enum.GetValues<Averaging>().Where(averaging => averaging != Averaging.Binary || columns <= 2).SelectMany(averaging => new (string, ClassMetric)[]
            {
                ($"{averaging} precision", new PrecisionScore(averaging) { Threshold = threshold }),
                ($"{averaging} recall", new RecallScore(averaging) { Threshold = threshold }),
                ($"{averaging} F1", new F1Score(averaging) { Threshold = threshold }),
            }),
        ];
        foreach (int batch in new[] { labels.Length, 1, 7 })
        {
            foreach ((string metric, ClassMetric measured) in metrics)
            {
                measured.Reset();
                for (int first = 0; first < labels.Length; first += batch)
                {
                    int rows = Math.Min(batch, labels.Length - first);
                    measured.Add(scores.AsSpan(first * columns, rows * columns), labels.AsSpan(first, rows), weights.Length == 0 ? [] : weights.AsSpan(first, rows));
                }

                AssertClose(item, metric, measured.Value);
            }
        }

        int[] matrix = [.. item.GetProperty("matrix").EnumerateArray().Select(count => count.GetInt32())];
        Assert.Equal(matrix, Enumerable.Range(0, matrix.Length).Select(index => (int)confusion[index / confusion.Classes, index % confusion.Classes]));
        Assert.Equal(labels.Length, confusion.Total);
        double[] weightMatrix = [.. item.TryGetProperty("weightMatrix", out JsonElement given) ? given.EnumerateArray().Select(weight => weight.GetDouble()) : matrix.Select(count => (double)count)];
        Assert.All(weightMatrix, (weight, index) => Assert.Equal(weight, confusion.Weight(index / confusion.Classes, index % confusion.Classes), 1e-12));
    }

    [Theory]
    [MemberData(nameof(Numbers))]
    public void Metrics_of_numbers_are_scikit_learns(string name)
    {
        JsonElement item = Case("numbers", name);
        float[] outputs = Floats(item.GetProperty("outputs"));
        float[] targets = Floats(item.GetProperty("targets"));
        float[] weights = Weights(item);
        int width = item.GetProperty("width").GetInt32();
        foreach (RegressionMetric metric in new RegressionMetric[] { new MAE(), new RMSE(), new R2() })
        {
            foreach (int batch in new[] { outputs.Length / width, 1, 7 })
            {
                metric.Reset();
                for (int first = 0; first < outputs.Length; first += batch * width)
                {
                    int elements = Math.Min(batch * width, outputs.Length - first);
                    metric.Add(outputs.AsSpan(first, elements), targets.AsSpan(first, elements), width, weights.Length == 0 ? [] : weights.AsSpan(first / width, elements / width));
                }

                AssertClose(item, metric.Name, metric.Value);
            }
        }
    }

    private static void AssertClose(JsonElement item, string metric, double actual)
    {
        JsonElement expected = item.GetProperty("values").GetProperty(metric);
        if (expected.ValueKind == JsonValueKind.Null)
        {
            Assert.Equal(double.NaN, actual);
            return;
        }

        Assert.True(Math.Abs(expected.GetDouble() - actual) <= 1e-12 * Math.Max(1, Math.Abs(actual)), $"{metric} is {actual:G17}, expected {expected.GetDouble():G17}.");
    }

    private static IEnumerable<TheoryDataRow<string>> Names(string list) => s_fixture.GetProperty(list).EnumerateArray().Select(item => new TheoryDataRow<string>(item.GetProperty("name").GetString()!));

    private static JsonElement Case(string list, string name) => s_fixture.GetProperty(list).EnumerateArray().Single(item => item.GetProperty("name").GetString() == name);

    private static float[] Weights(JsonElement item) => item.TryGetProperty("weights", out JsonElement weights) ? Floats(weights) : [];

    private static float[] Floats(JsonElement array) => [.. array.EnumerateArray().Select(number => number.GetSingle())];
}
