using System;
using System.Linq;
using NetCompiler.Data;
using NetCompiler.Runtime.Tests.Helpers;
using NetCompiler.Runtime.Tests.Networks;
using NetCompiler.Training;
using Xunit;

namespace NetCompiler.Runtime.Tests.Metrics;

/// <summary>Metrics that a trainer feeds: over validation, and over what it evaluates.</summary>
public sealed class TrainerMetricTests
{
    [Fact]
    public void A_trainer_measures_what_it_validates_and_evaluates()
    {
        var network = new SmallNetwork<Batch4>(3);
        var confusion = new ConfusionMatrix(3);
        var trainer = new Trainer<SmallNetwork<Batch4>>(network) { Epochs = 2, BatchSize = 16, Metrics = [new Accuracy(), confusion, new TopKAccuracy(3), new F1Score(Averaging.Macro), new RocAuc { FromLogits = true }] };
        Dataset validation = Samples.Classification(53, 2);
        TrainingReport report = trainer.Fit(Samples.Classification(40, 1), validation);

        Assert.All(report.Epochs, epoch => Assert.Equal(epoch.ValidationAccuracy!.Value, epoch.ValidationMetrics[0].Value, 1e-6));
        Assert.Equal(["accuracy", "confusion matrix, accuracy", "top-3 accuracy", "macro F1", "macro ROC AUC"], report.Epochs[1].ValidationMetrics.Select(metric => metric.Name));
        Assert.Equal(1, report.Epochs[1].ValidationMetrics[2].Value);
        Assert.Equal(53, confusion.Total);
        Assert.Contains("validation macro F1 ", report.ToString(), StringComparison.Ordinal);

        EvaluationResult result = trainer.Evaluate(validation);
        Assert.Equal(report.Epochs[1].ValidationMetrics, result.Metrics);
        Assert.Equal(53, confusion.Total);
        Assert.Equal(result.Metrics["macro F1"], result.Metrics[3].Value);
        Assert.Empty(new Trainer<SmallNetwork<Batch4>>(network).Evaluate(validation).Metrics);
    }

    /// <summary>Sums of doubles depend on their order, which is that of the samples.</summary>
    [Fact]
    public void Values_do_not_depend_on_the_number_of_workers()
    {
        var network = new LinearRegression<Batch4>(5);
        Dataset data = Dataset.Of(Samples.Numbers(3 * 217, 1), Samples.Numbers(217, 2));
        double[][] values =
        [
            .. new[] { 1, 2, 3, 8 }.Select(workers => new Trainer<LinearRegression<Batch4>>(network) { Workers = workers, Metrics = [new MAE(), new RMSE(), new R2()] }.Evaluate(data).Metrics.Select(metric => metric.Value).ToArray()),
        ];
        Assert.All(values, value => Assert.Equal(values[0], value));

        float[] outputs = new float[217];
        StepArguments arguments = default;
        arguments[0] = (ReadOnlySpan<float>)Samples.Numbers(3 * 217, 1);
        arguments[1] = (ReadOnlySpan<float>)Samples.Numbers(217, 2);
        arguments[2] = (Span<float>)outputs;
        float loss = NetworkSteps.Evaluate(network, ref arguments);
        Assert.Equal(Math.Sqrt(loss), values[0][1], 1e-6);
        Assert.Equal(outputs.Zip(Samples.Numbers(217, 2)).Average(pair => Math.Abs((double)pair.First - pair.Second)), values[0][0], 1e-12);
    }

    /// <summary>The network's own target stands in for weights here: any target of one real number may weigh.</summary>
    [Fact]
    public void A_metric_that_names_weights_has_them_from_the_data()
    {
        var network = new LinearRegression<Batch4>(5);
        float[] inputs = Samples.Numbers(3 * 21, 1);
        float[] targets = [.. Enumerable.Range(0, 21).Select(sample => sample % 4 * 0.75f)];
        float[] outputs = new float[21];
        StepArguments arguments = default;
        arguments[0] = (ReadOnlySpan<float>)inputs;
        arguments[1] = (ReadOnlySpan<float>)targets;
        arguments[2] = (Span<float>)outputs;
        NetworkSteps.Evaluate(network, ref arguments);
        double weighted = outputs.Zip(targets).Sum(pair => pair.Second * Math.Abs((double)pair.First - pair.Second)) / targets.Sum(weight => (double)weight);
        double plain = outputs.Zip(targets).Average(pair => Math.Abs((double)pair.First - pair.Second));
        Assert.NotEqual(plain, weighted, 1e-3);
        foreach (int workers in (int[])[1, 3])
        {
            Dataset data = Dataset.Of(inputs, targets);
            var trainer = new Trainer<LinearRegression<Batch4>>(network) { Workers = workers, Optimizer = new SGD(1e-30), Metrics = [new MAE { SampleWeight = "t" }, new MAE()] };
            EvaluationResult result = trainer.Evaluate(data);
            Assert.Equal(weighted, result.Metrics[0].Value, 1e-12);
            Assert.Equal(plain, result.Metrics[1].Value, 1e-12);
            Assert.Equal(result.Metrics, trainer.Fit(data, data).Epochs[0].ValidationMetrics);
        }

        Refuses("MAE: the weight of a sample is -", () => new Trainer<LinearRegression<Batch4>>(network) { Metrics = [new MAE { SampleWeight = "t" }] }.Evaluate(Dataset.Of(inputs, Samples.Numbers(21, 2))));
        Refuses("there is no target 'weight'; there is 't'", () => new Trainer<LinearRegression<Batch4>>(network) { Metrics = [new MAE { SampleWeight = "weight" }] }.Evaluate(Dataset.Of(inputs, targets)));
        Refuses(
            "is a target [1] of Int32; the weight of a sample is one real number",
            () => new Trainer<SmallNetwork<Batch4>>(new SmallNetwork<Batch4>()) { Metrics = [new Accuracy { SampleWeight = "target" }] }.Evaluate(Samples.Classification(9, 1)));
    }

    [Fact]
    public void A_metric_of_the_wrong_kind_is_refused_before_anything_is_computed()
    {
        var classifier = new SmallNetwork<Batch4>();
        Dataset data = Samples.Classification(9, 1);
        Refuses("no loss compares an output with numbers of its shape", () => Evaluate(new MAE()));
        Refuses("there is no output 'scores'; there is 'output'", () => Evaluate(new Accuracy { Output = "scores" }));
        Refuses("there is no target 'labels'; there is 'target'", () => Evaluate(new Accuracy { Target = "labels" }));
        Refuses("it compares numbers, and target 'target' is of class indices", () => Evaluate(new R2 { Output = "output", Target = "target" }));
        Refuses("the matrix has 2", () => Evaluate(new ConfusionMatrix(2)));
        Assert.Throws<ArgumentNullException>(() => new Trainer<SmallNetwork<Batch4>>(classifier).Metrics = [null!]);

        void Evaluate(Metric metric) => new Trainer<SmallNetwork<Batch4>>(classifier) { Metrics = [metric], Workers = 2 }.Evaluate(data);
    }

    [Fact]
    public void Numbers_of_two_classes_are_classes()
    {
        var network = new LinearRegression<Batch4>(5);
        float[] targets = [.. Enumerable.Range(0, 30).Select(sample => sample % 3 == 0 ? 1f : 0f)];
        Dataset data = Dataset.Of(Samples.Numbers(3 * 30, 1), targets);
        var confusion = new ConfusionMatrix(2);
        new Trainer<LinearRegression<Batch4>>(network) { Metrics = [confusion] }.Evaluate(data);
        Assert.Equal((20, 10), (confusion.Support(0), confusion.Support(1)));
    }

    private static void Refuses(string words, Action action) => Assert.Contains(words, Assert.ThrowsAny<ArgumentException>(action).Message, StringComparison.Ordinal);
}
