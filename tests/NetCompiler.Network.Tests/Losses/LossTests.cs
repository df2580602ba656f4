using System;
using System.Linq;
using NetCompiler.Data;
using NetCompiler.Training;
using Xunit;

namespace NetCompiler.Network.Tests.Losses;

/// <summary>What a user does with losses: by hand, by a trainer, and in parts of a batch.</summary>
public sealed class LossTests
{
    [Fact]
    public void Samples_of_no_weight_change_nothing()
    {
        float[] inputs = Numbers(5 * 40, 1);
        int[] labels = [.. Enumerable.Range(0, 40).Select(sample => inputs[5 * sample] > 0.3 ? 2 : inputs[(5 * sample) + 1] > 0 ? 1 : 0)];
        float[] spoiled = [.. inputs.Select((value, index) => index / 5 % 2 == 0 ? value : 100)];
        float[] weights = [.. Enumerable.Range(0, 40).Select(sample => sample % 2 == 0 ? 1.5f : 0)];
        float[] Trained(float[] given)
        {
            var network = new WeightedClassifier(seed: 3);
            var trainer = new Trainer<WeightedClassifier>(network) { Epochs = 3, BatchSize = 20, Shuffle = false, Optimizer = new SGD(0.1f) };
            TrainingReport report = trainer.Fit(Dataset.Of(given, labels).WithSampleWeights(weights), cancellation: TestContext.Current.CancellationToken);
            Assert.True(report.Epochs[2].Loss < report.Epochs[0].Loss);
            return [.. network.Parameters.SelectMany(parameter => parameter.ToArray())];
        }

        Assert.Equal(Trained(inputs), Trained(spoiled));
    }

    /// <summary>The mean over samples divides by their number, whatever their weights: parts of a batch add up.</summary>
    [Fact]
    public void A_batch_of_weighted_samples_may_be_cut()
    {
        var network = new WeightedClassifier(seed: 3);
        float[] inputs = Numbers(5 * 19, 1);
        int[] labels = [.. Enumerable.Range(0, 19).Select(sample => sample % 3)];
        float[] weights = Numbers(19, 2);
        double[] whole = Gradient(inputs, labels, weights, out float loss);
        double[] parts = new double[whole.Length];
        double sum = 0;
        for (int sample = 0; sample < 19; sample++)
        {
            double[] part = Gradient(inputs[(5 * sample)..(5 * (sample + 1))], [labels[sample]], [weights[sample]], out float own);
            sum += own / 19;
            parts = [.. parts.Zip(part, (a, b) => a + (b / 19))];
        }

        Assert.Equal(sum, loss, 1e-6);
        Assert.All(whole.Zip(parts), pair => Assert.Equal(pair.Second, pair.First, 1e-6));

        double[] Gradient(float[] x, int[] y, float[] w, out float value)
        {
            float[] gradients = new float[WeightedClassifier.Description.ParameterLength];
            value = network.Gradients(x, y, w, gradients);
            return [.. WeightedClassifier.Description.Parameters.SelectMany(parameter => Enumerable.Range(0, parameter.Length).Select(index => (double)gradients[parameter.IndexOf(index)]))];
        }
    }

    [Fact]
    public void A_mean_by_weights_is_not_cut()
    {
        var network = new MeanByWeights(seed: 3);
        float[] inputs = Numbers(5 * 9, 1);
        int[] labels = [0, 1, 2, 0, 1, 2, 0, 1, 2];
        const string words = "divides by the sum of the weights in the batch, which no part of it knows, so a batch of 9 cannot be cut into chunks of 8";
        float[] gradients = new float[MeanByWeights.Description.ParameterLength];
        Assert.Contains(words, Assert.Throws<ArgumentException>(() => network.TrainStep(inputs, labels, new SGD(0.1f))).Message, StringComparison.Ordinal);
        Assert.Contains(words, Assert.Throws<ArgumentException>(() => network.Gradients(inputs, labels, gradients)).Message, StringComparison.Ordinal);
        Assert.Contains(words, Assert.Throws<ArgumentException>(() => network.Evaluate(inputs, labels)).Message, StringComparison.Ordinal);
        Assert.Contains("set [Network(Batch = 9)]", Assert.Throws<ArgumentException>(() => new Trainer<MeanByWeights>(network) { BatchSize = 9 }.Fit(Dataset.Of(inputs, labels), cancellation: TestContext.Current.CancellationToken)).Message, StringComparison.Ordinal);

        // Closed form: cross entropies of a batch, weighted by their classes.
        float[] logits = new float[3 * 8];
        network.Forward(inputs.AsSpan(0, 40), 8, logits);
        double[] weights = [1, 2, 0.5];
        double Entropy(int sample) => Math.Log(Enumerable.Range(0, 3).Sum(label => Math.Exp(logits[(3 * sample) + label]))) - logits[(3 * sample) + labels[sample]];
        double expected = Enumerable.Range(0, 8).Sum(sample => weights[labels[sample]] * Entropy(sample)) / Enumerable.Range(0, 8).Sum(sample => weights[labels[sample]]);
        Assert.Equal(expected, network.Evaluate(inputs.AsSpan(0, 40), labels.AsSpan(0, 8)), 1e-5);

        // A trainer evaluates chunks, and weighs them by their samples.
        double first = expected;
        double last = network.Evaluate(inputs.AsSpan(40), labels.AsSpan(8));
        Assert.Equal(((8 * first) + last) / 9, new Trainer<MeanByWeights>(network).Evaluate(Dataset.Of(inputs, labels)).Loss, 1e-5);
    }

    [Fact]
    public void Towers_learn_which_samples_are_alike()
    {
        (float[] left, float[] right, float[] alike) = Pairs(256, 1);
        var network = new CosineTowers(seed: 1);
        var trainer = new Trainer<CosineTowers>(network) { Epochs = 40, BatchSize = 16, Optimizer = new Adam(0.01f) };
        TrainingReport report = trainer.Fit(new Dataset([DataTensor.Of(left, 5), DataTensor.Of(right, 5)], [DataTensor.Of(alike, 1)]), cancellation: TestContext.Current.CancellationToken);
        Assert.True(report.Epochs[^1].Loss < 0.5 * report.Epochs[0].Loss, report.ToString());
    }

    [Fact]
    public void Triplets_need_no_target()
    {
        (float[] anchor, float[] other, float[] alike) = Pairs(256, 1);
        (_, float[] more, _) = Pairs(256, 1);
        float[] positive = [.. Enumerable.Range(0, 256).SelectMany(sample => (alike[sample] > 0 ? other : anchor).Skip(5 * sample).Take(5).Select(value => value + 0.01f))];
        float[] negative = [.. more.Select((value, index) => alike[index / 5] > 0 ? -value : value)];
        var network = new TripletTowers(seed: 1);
        var trainer = new Trainer<TripletTowers>(network) { Epochs = 20, BatchSize = 16, Optimizer = new Adam(0.01f) };
        TrainingReport report = trainer.Fit(new Dataset([DataTensor.Of(anchor, 5), DataTensor.Of(positive, 5), DataTensor.Of(negative, 5)], []), cancellation: TestContext.Current.CancellationToken);
        Assert.True(report.Epochs[^1].Loss < 0.5 * report.Epochs[0].Loss, report.ToString());
    }

    /// <summary>Noise that grows with x: the likelihood finds its variance.</summary>
    [Fact]
    public void A_variance_is_learned()
    {
        var random = new Random(4);
        float[] inputs = [.. Enumerable.Range(0, 8192).Select(_ => random.NextSingle())];
        float[] targets = [.. inputs.Select(x => (2 * x) + ((0.1f + (0.5f * x)) * (random.NextSingle() + random.NextSingle() + random.NextSingle() + random.NextSingle() - 2) * MathF.Sqrt(3)))];
        var network = new MeanAndVariance(seed: 1);
        Dataset data = Dataset.Of(inputs, targets);
        new Trainer<MeanAndVariance>(network) { Epochs = 60, BatchSize = 32, Optimizer = new Adam(0.01f) }.Fit(data, cancellation: TestContext.Current.CancellationToken);

        // Smaller steps at the end: the noise of the last samples must not show.
        var trainer = new Trainer<MeanAndVariance>(network) { Epochs = 20, BatchSize = 256, Optimizer = new Adam(0.001f), Metrics = [new MAE { Output = "mean" }] };
        trainer.Fit(data, data, cancellation: TestContext.Current.CancellationToken);
        float[] mean = new float[2];
        float[] variance = new float[2];
        network.Forward([0.1f, 0.9f], 2, mean, variance);
        Assert.InRange(mean[0], 0.1, 0.3);
        Assert.InRange(mean[1], 1.7, 1.9);
        Assert.InRange(Math.Sqrt(variance[0]), 0.1, 0.22);
        Assert.InRange(Math.Sqrt(variance[1]), 0.45, 0.65);
        Assert.InRange(trainer.Metrics[0].Value, 0.2, 0.4);
    }

    [Fact]
    public void Quantiles_are_learned()
    {
        var random = new Random(4);
        float[] targets = [.. Enumerable.Range(0, 2048).Select(_ => random.NextSingle())];
        var network = new Quantiles(seed: 1);
        new Trainer<Quantiles>(network) { Epochs = 30, BatchSize = 32, Optimizer = new Adam(0.005f) }.Fit(Dataset.Of(new float[2048], targets), cancellation: TestContext.Current.CancellationToken);
        float[] quantiles = new float[3];
        network.Forward([0f], quantiles);
        Assert.Equal(0.1, quantiles[0], 0.05);
        Assert.Equal(0.5, quantiles[1], 0.05);
        Assert.Equal(0.9, quantiles[2], 0.05);
    }

    /// <summary>Steps that count and whose class is not left out; accuracy alone does not know what is left out.</summary>
    [Fact]
    public void Metrics_see_the_steps_that_count()
    {
        var network = new StepClasses(seed: 2);
        float[] inputs = Numbers(3 * 6 * 7, 3);
        int[] labels = [.. Enumerable.Range(0, 6 * 7).Select(index => index * 7 % 4)];
        int[] lengths = [3, 6, 1, 2, 6, 5, 4];
        var confusion = new ConfusionMatrix(4);
        EvaluationResult result = new Trainer<StepClasses>(network) { Metrics = [confusion, new Accuracy()], Workers = 2 }.Evaluate(new Dataset([DataTensor.Of(inputs, 18)], [DataTensor.Of(labels, 6)], [DataTensor.Of(lengths)]));

        float[] logits = new float[4 * 6 * 7];
        network.Forward(inputs.AsSpan(0, 72), lengths.AsSpan(0, 4), 4, logits.AsSpan(0, 96));
        network.Forward(inputs.AsSpan(72), lengths.AsSpan(4), 3, logits.AsSpan(96));
        var expected = new ConfusionMatrix(4);
        for (int index = 0; index < labels.Length; index++)
        {
            if (index % 6 < lengths[index / 6] && labels[index] != 3)
            {
                expected.Add(logits.AsSpan(4 * index, 4), [labels[index]]);
            }
        }

        Assert.Null(result.Accuracy);
        Assert.Equal(expected.ToString(), confusion.ToString());
        Assert.Equal(expected.Value, result.Metrics["accuracy"], 1e-12);
    }

    [Fact]
    public void Metrics_see_positions()
    {
        var network = new PositionClasses(seed: 2);
        float[] inputs = Numbers(12 * 9, 3);
        int[] labels = [.. Enumerable.Range(0, 6 * 9).Select(index => index * 5 % 3)];
        var confusion = new ConfusionMatrix(3);
        EvaluationResult result = new Trainer<PositionClasses>(network) { Metrics = [confusion] }.Evaluate(new Dataset([DataTensor.Of(inputs, 12)], [DataTensor.Of(labels, 6)]));
        Assert.Equal(54, confusion.Total);
        Assert.Equal(result.Accuracy!.Value, confusion.Value, 1e-6);
    }

    /// <summary>A metric that names the weights of the samples has them from the data set, in validation and in evaluation; others count samples.</summary>
    [Fact]
    public void Metrics_take_the_weights_of_samples()
    {
        var network = new WeightedClassifier(seed: 3);
        float[] inputs = Numbers(5 * 19, 1);
        int[] labels = [.. Enumerable.Range(0, 19).Select(sample => sample % 3)];
        float[] weights = [.. Enumerable.Range(0, 19).Select(sample => sample % 4 * 0.75f)];
        float[] logits = new float[3 * 19];
        for (int sample = 0; sample < 19; sample++)
        {
            network.Forward(inputs.AsSpan(5 * sample, 5), logits.AsSpan(3 * sample, 3));
        }

        double right = 0;
        for (int sample = 0; sample < 19; sample++)
        {
            float[] scores = logits[(3 * sample)..(3 * (sample + 1))];
            right += scores[labels[sample]] == scores.Max() ? weights[sample] : 0;
        }

        Dataset data = Dataset.Of(inputs, labels).WithSampleWeights(weights);
        foreach (int workers in (int[])[1, 3])
        {
            var trainer = new Trainer<WeightedClassifier>(network) { Workers = workers, Optimizer = new SGD(1e-30), Metrics = [new Accuracy { SampleWeight = "weight" }, new Accuracy()] };
            EvaluationResult result = trainer.Evaluate(data);
            Assert.Equal(right / weights.Sum(), result.Metrics[0].Value, 1e-12);
            Assert.Equal(result.Accuracy!.Value, result.Metrics[1].Value, 1e-6);
            Assert.NotEqual(result.Metrics[0].Value, result.Metrics[1].Value, 1e-3);
            Assert.Equal(result.Metrics, trainer.Fit(data, data, TestContext.Current.CancellationToken).Epochs[0].ValidationMetrics);
        }

        void Refuses(string words, Metric metric, float[] given) => Assert.Contains(
            words,
            Assert.ThrowsAny<ArgumentException>(() => new Trainer<WeightedClassifier>(network) { Metrics = [metric] }.Evaluate(Dataset.Of(inputs, labels).WithSampleWeights(given))).Message,
            StringComparison.Ordinal);
        Refuses("there is no target 'trust'; there are 'target', 'weight'", new Accuracy { SampleWeight = "trust" }, weights);
        Refuses("is a target [1] of Int32; the weight of a sample is one real number", new Accuracy { SampleWeight = "target" }, weights);
        Refuses("the weight of a sample is -1", new Accuracy { SampleWeight = "weight" }, [.. weights.Select(weight => weight - 1)]);
    }

    /// <summary>The weights of a network of doubles, as an average by hand: each sample has two outputs.</summary>
    [Fact]
    public void Errors_take_the_weights_of_samples_in_doubles()
    {
        var network = new TwoLosses(seed: 1);
        double[] inputs = [.. Enumerable.Range(0, 21).Select(index => Math.Sin(index))];
        double[] targets = [.. Enumerable.Range(0, 14).Select(index => Math.Cos(3 * index))];
        double[] weights = [0.1, 2, 0, 0.7, 1.3, 0.4, 0.9];
        double absolute = 0;
        double[] squares = new double[2];
        for (int sample = 0; sample < 7; sample++)
        {
            double[] output = new double[2];
            network.Forward(inputs.AsSpan(3 * sample, 3), output);
            for (int index = 0; index < 2; index++)
            {
                double error = output[index] - targets[(2 * sample) + index];
                absolute += weights[sample] * Math.Abs(error);
                squares[index] += weights[sample] * error * error;
            }
        }

        EvaluationResult result = new Trainer<TwoLosses>(network) { Metrics = [new MAE { SampleWeight = "trust" }, new RMSE { SampleWeight = "trust" }] }
            .Evaluate(Dataset.Of(inputs, targets, 7).WithSampleWeights(weights));
        double total = weights.Sum();
        Assert.Equal(absolute / (2 * total), result.Metrics["MAE"], 1e-12);
        Assert.Equal((Math.Sqrt(squares[0] / total) + Math.Sqrt(squares[1] / total)) / 2, result.Metrics["RMSE"], 1e-12);
    }

    [Fact]
    public void Losses_share_a_target_and_weights_come_last()
    {
        var network = new TwoLosses(seed: 1);
        double[] x = [0.5, -1, 2];
        double[] y = new double[2];
        network.Forward(x, y);
        double[] t = [y[0] - 0.5, y[1] + 3];
        double huber = (0.125 + 2.5) / 2;
        double logCosh = (Math.Log(Math.Cosh(0.5)) + Math.Log(Math.Cosh(3))) / 2;
        Assert.Equal((0.25 * huber) + logCosh, network.Evaluate(x, t, [0.25]), 1e-12);
        Assert.Equal((0.25 * huber) + logCosh, new Trainer<TwoLosses>(network).Evaluate(Dataset.Of(x, t, 1).WithSampleWeights([0.25])).Loss, 1e-12);
        Assert.Contains("has 2 targets, and the evaluation data 1", Assert.Throws<ArgumentException>(() => new Trainer<TwoLosses>(network).Evaluate(Dataset.Of(x, t, 1))).Message, StringComparison.Ordinal);
    }

    private static (float[] Left, float[] Right, float[] Alike) Pairs(int count, int seed)
    {
        var random = new Random(seed);
        float[] left = new float[5 * count];
        float[] right = new float[5 * count];
        float[] alike = new float[count];
        for (int sample = 0; sample < count; sample++)
        {
            int sign = random.Next(2) == 0 ? 1 : -1;
            alike[sample] = random.Next(2) == 0 ? 1 : -1;
            for (int index = 0; index < 5; index++)
            {
                left[(5 * sample) + index] = sign * (1 + (0.3f * random.NextSingle()));
                right[(5 * sample) + index] = sign * alike[sample] * (1 + (0.3f * random.NextSingle()));
            }
        }

        return (left, right, alike);
    }

    private static float[] Numbers(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => (2 * random.NextSingle()) - 1)];
    }
}
