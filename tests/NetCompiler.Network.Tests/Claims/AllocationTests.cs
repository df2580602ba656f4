using System;
using NetCompiler.Data;
using NetCompiler.Network.Tests.Fixtures;
using NetCompiler.Network.Tests.Measures;
using NetCompiler.Network.Tests.Networks;
using NetCompiler.Training;
using Xunit;

namespace NetCompiler.Network.Tests.Claims;

/// <summary>The public members allocate nothing a call: measured over the whole process, as the difference of a long run and a short one.</summary>
public sealed class AllocationTests
{
    private const int Shorter = 10;
    private const int Longer = 1010;

    private readonly FixtureBatch _batch = NetworkFixture.Load("Classifier").Batch;
    private readonly FixtureBatch _large = NetworkFixture.Load("Classifier").Large!;
    private readonly Classifier _network = new(seed: 3);

    [Fact]
    public void Forward_of_one_sample_allocates_nothing()
    {
        float[] output = new float[10];
        Assert.Equal(0, Allocation.Between(Shorter, Longer, runs => Repeat(runs, () => _network.Forward(_batch.Input.Values.AsSpan(0, 20), output))));
    }

    [Fact]
    public void Forward_of_a_batch_allocates_nothing()
    {
        float[] output = new float[_batch.Output.Values.Length];
        Assert.Equal(0, Allocation.Between(Shorter, Longer, runs => Repeat(runs, () => _network.Forward(_batch.Input.Values, _batch.Rows, output))));
    }

    [Fact]
    public void Forward_of_a_session_allocates_nothing()
    {
        float[] output = new float[10];
        using Classifier.Session session = _network.CreateSession();
        Assert.Equal(0, Allocation.Between(Shorter, Longer, runs => Repeat(runs, () => session.Forward(_batch.Input.Values.AsSpan(0, 20), output))));
    }

    [Fact]
    public void A_step_with_SGD_allocates_nothing() => CheckSteps(_batch, new SGD(0.01f) { Momentum = 0.9f });

    [Fact]
    public void A_step_with_Adam_allocates_nothing() => CheckSteps(_batch, new Adam(0.001f));

    [Fact]
    public void A_step_in_chunks_allocates_nothing() => CheckSteps(_large, new SGD(0.01f));

    [Fact]
    public void Calls_of_a_network_of_images_allocate_nothing()
    {
        var network = new MixedImages(seed: 3);
        var optimizer = new Adam(0.001f);
        FixtureBatch batch = NetworkFixture.Load("MixedImages").Batch;
        float[] output = new float[batch.Output.Values.Length];
        Assert.Equal(0, Allocation.Between(Shorter, Longer, runs => Repeat(runs, () => network.TrainStep(batch.Input.Values, batch.Target.Labels, optimizer))));
        Assert.Equal(0, Allocation.Between(Shorter, Longer, runs => Repeat(runs, () => network.Forward(batch.Input.Values, batch.Rows, output))));
    }

    [Fact]
    public void Calls_with_pixels_allocate_nothing()
    {
        var network = new PixelImages(seed: 3);
        var optimizer = new Adam(0.001f);
        byte[] pixels = new byte[20 * PixelImages.InputLength];
        new Random(1).NextBytes(pixels);
        int[] labels = new int[20];
        float[] output = new float[16 * PixelImages.OutputLength];
        Assert.Equal(0, Allocation.Between(Shorter, Longer, runs => Repeat(runs, () => network.TrainStep(pixels, labels, optimizer))));
        Assert.Equal(0, Allocation.Between(Shorter, Longer, runs => Repeat(runs, () => network.Forward(pixels.AsSpan(0, 16 * PixelImages.InputLength), 16, output))));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Fit_with_changed_pixels_allocates_nothing_a_step(int workers)
    {
        const int Samples = 16 * 400;
        byte[] pixels = new byte[Samples * PixelImages.InputLength];
        new Random(1).NextBytes(pixels);
        int[] labels = new int[Samples];
        Dataset data = Dataset.Of(pixels, labels);
        long least = long.MaxValue;
        for (int run = 0; run < 5 && least != 0; run++)
        {
            var probe = new AllocationProbe(from: 20, to: 380);
            var trainer = new Trainer<PixelImages>(new PixelImages(seed: 1))
            {
                BatchSize = 16,
                Workers = workers,
                Progress = probe,
                ProgressInterval = TimeSpan.Zero,
                Augmentation = new ImageAugmentation(3, 9, 20) { CropPadding = 2, HorizontalFlip = 0.5, VerticalFlip = 0.5 },
            };
            trainer.Fit(data, cancellation: TestContext.Current.CancellationToken);
            Assert.True(probe.Allocated >= 0, "The training did not reach both steps.");
            least = Math.Min(least, probe.Allocated);
        }

        Assert.Equal(0, least);
    }

    [Fact]
    public void A_Hessian_vector_product_allocates_nothing()
    {
        float[] direction = new float[Classifier.Description.ParameterLength];
        float[] product = new float[Classifier.Description.ParameterLength];
        Assert.Equal(0, Allocation.Between(Shorter, Longer, runs => Repeat(runs, () => _network.HessianVector(_batch.Input.Values, _batch.Target.Labels, direction, product))));
    }

    // Epochs allocate a record each, and the order of the samples is as long as the data: both are in the difference of few and of many
    // epochs over one dataset. Epochs of 1 step and of 101 steps differ in that difference by what 100 steps an epoch allocate.
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Fit_allocates_nothing_a_step(int workers)
    {
        const int Samples = 32 * 400;
        float[] inputs = new float[Samples * 20];
        int[] labels = new int[Samples];
        for (int index = 0; index < inputs.Length; index++)
        {
            inputs[index] = (index % 17) / 17f;
        }

        for (int index = 0; index < labels.Length; index++)
        {
            labels[index] = index % 10;
        }

        // Background work of the test runner may fall between the two steps of one run, and never makes the count smaller.
        Dataset data = Dataset.Of(inputs, labels);
        long least = long.MaxValue;
        for (int run = 0; run < 5 && least != 0; run++)
        {
            var probe = new AllocationProbe(from: 20, to: 380);
            var trainer = new Trainer<Classifier>(new Classifier(seed: 1))
            {
                Optimizer = new SGD(0.01f) { Momentum = 0.9f },
                BatchSize = 32,
                Workers = workers,
                Progress = probe,
                ProgressInterval = TimeSpan.Zero,
            };
            trainer.Fit(data, cancellation: TestContext.Current.CancellationToken);
            Assert.True(probe.Allocated >= 0, "The training did not reach both steps.");
            least = Math.Min(least, probe.Allocated);
        }

        Assert.Equal(0, least);
    }

    private static void Repeat(int runs, Action action)
    {
        for (int run = 0; run < runs; run++)
        {
            action();
        }
    }

    private void CheckSteps(FixtureBatch batch, Optimizer optimizer) =>
        Assert.Equal(0, Allocation.Between(Shorter, Longer, runs => Repeat(runs, () => _network.TrainStep(batch.Input.Values, batch.Target.Labels, optimizer))));
}
