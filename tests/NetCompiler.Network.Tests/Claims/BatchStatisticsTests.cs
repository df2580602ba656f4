using System;
using System.IO;
using System.Linq;
using NetCompiler.Data;
using NetCompiler.Network.Tests.Networks;
using NetCompiler.Training;
using Xunit;

namespace NetCompiler.Network.Tests.Claims;

/// <summary>Statistics over the batch: what is kept, what is saved, and which batches are refused.</summary>
public sealed class BatchStatisticsTests
{
    [Fact]
    public void State_has_PyTorchs_names_and_first_values()
    {
        var network = new BatchStatistics(seed: 1);

        Assert.Equal(["norm.running_mean", "norm.running_var", "norm.num_batches_tracked"], network.Parameters.States.Select(state => state.Name));
        Assert.Equal(new float[4], network.Parameters["norm.running_mean"].ToArray());
        Assert.Equal([1, 1, 1, 1], network.Parameters["norm.running_var"].ToArray());
        Assert.Equal(0, network.Parameters["norm.num_batches_tracked"][0]);
        Assert.Empty(network.Parameters["norm.num_batches_tracked"].Shape);
    }

    [Fact]
    public void Saved_state_comes_back_with_its_count()
    {
        var network = new BatchStatistics(seed: 1);
        (float[] inputs, int[] labels) = Samples(6);
        var optimizer = new SGD(0.1f);
        for (int step = 0; step < 3; step++)
        {
            network.TrainStep(inputs, labels, optimizer);
        }

        string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            network.Save(path);
            BatchStatistics loaded = BatchStatistics.Load(path);

            Assert.Equal(3, loaded.Parameters["norm.num_batches_tracked"][0]);
            foreach (ParameterView state in network.Parameters.States)
            {
                Assert.Equal(state.ToArray(), loaded.Parameters[state.Name].ToArray());
            }

            Assert.NotEqual(new float[4], loaded.Parameters["norm.running_mean"].ToArray());
            Assert.Contains("\"norm.num_batches_tracked\":{\"dtype\":\"I64\",\"shape\":[]", File.ReadAllText(path));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void Running_averages_are_those_of_the_batch()
    {
        var network = new BatchStatistics(seed: 1);
        (float[] inputs, int[] labels) = Samples(6);
        float[] weight = network.Parameters["0.weight"].ToArray();
        float[] bias = network.Parameters["0.bias"].ToArray();
        network.TrainStep(inputs, labels, new SGD(0.1f));

        float[] mean = network.Parameters["norm.running_mean"].ToArray();
        float[] variance = network.Parameters["norm.running_var"].ToArray();
        for (int unit = 0; unit < 4; unit++)
        {
            double[] values = [.. Enumerable.Range(0, 6).Select(row => bias[unit] + Enumerable.Range(0, 3).Sum(i => (double)weight[(unit * 3) + i] * inputs[(row * 3) + i]))];
            double average = values.Average();
            Assert.Equal(0.1 * average, mean[unit], 1e-6);
            Assert.Equal(0.9 + (0.1 * values.Sum(value => (value - average) * (value - average)) / 5), variance[unit], 1e-6);
        }
    }

    [Fact]
    public void Inference_follows_the_running_averages()
    {
        var network = new BatchStatistics(seed: 1);
        (float[] inputs, int[] labels) = Samples(6);
        float[] before = new float[2];
        float[] after = new float[2];
        network.Forward(inputs.AsSpan(0, 3), before);
        network.Gradients(inputs, labels, new float[BatchStatistics.Description.ParameterLength]);
        network.Forward(inputs.AsSpan(0, 3), after);

        Assert.NotEqual(before, after);
    }

    [Fact]
    public void A_step_of_one_sample_is_refused()
    {
        (float[] inputs, int[] labels) = Samples(1);

        ArgumentException exception = Assert.Throws<ArgumentException>(() => new BatchStatistics().TrainStep(inputs, labels, new SGD(0.1f)));

        Assert.Contains("a training step needs at least 2 samples, not 1", exception.Message);
    }

    [Fact]
    public void A_batch_that_must_be_cut_is_refused()
    {
        (float[] inputs, int[] labels) = Samples(9);

        ArgumentException exception = Assert.Throws<ArgumentException>(() => new BatchStatistics().TrainStep(inputs, labels, new SGD(0.1f)));

        Assert.Contains("norm.running_mean", exception.Message);
        Assert.Contains("[Network(Batch = 9)]", exception.Message);
    }

    [Fact]
    public void A_last_step_of_one_sample_is_refused_before_training()
    {
        (float[] inputs, int[] labels) = Samples(9);
        var network = new BatchStatistics(seed: 1);
        float[] weight = network.Parameters["0.weight"].ToArray();
        var trainer = new Trainer<BatchStatistics>(network) { Optimizer = new SGD(0.1f), BatchSize = 8, Epochs = 1 };

        ArgumentException exception = Assert.Throws<ArgumentException>(() => trainer.Fit(Dataset.Of(inputs, labels), cancellation: TestContext.Current.CancellationToken));

        Assert.Contains("with a BatchSize of 8 the last step of an epoch over 9 samples has 1", exception.Message);
        Assert.Equal(weight, network.Parameters["0.weight"].ToArray());
    }

    private static (float[] Inputs, int[] Labels) Samples(int count)
    {
        var random = new Random(count);
        return ([.. Enumerable.Range(0, 3 * count).Select(_ => (2 * random.NextSingle()) - 1)], [.. Enumerable.Range(0, count).Select(i => i % 2)]);
    }
}
