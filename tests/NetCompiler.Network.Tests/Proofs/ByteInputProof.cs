using System;
using System.Linq;
using NetCompiler.Data;
using NetCompiler.Network.Tests.Networks;
using NetCompiler.Training;
using Xunit;

namespace NetCompiler.Network.Tests.Proofs;

/// <summary>
/// A network of bytes computes the bits of the same network of floats that was given scale · byte + offset, product and sum rounded to float: in
/// inference, gradients, steps and a training.
/// </summary>
public sealed class ByteInputProof
{
    private const int Length = 3 * 9 * 20;
    private const int Samples = 37;

    private static readonly byte[] s_pixels = [.. Enumerable.Range(0, Samples * Length).Select(i => (byte)((i * 7919) >> 4))];
    private static readonly int[] s_labels = [.. Enumerable.Range(0, Samples).Select(i => i * 3 % 4)];

    // Channels, as the declarations say.
    private static readonly float[] s_images = Scaled([1 / 255.0 / 0.25, 1 / 255.0 / 0.5, 1 / 255.0 / 0.2], [-0.5 / 0.25, -0.25 / 0.5, -0.125 / 0.2]);
    private static readonly float[] s_features = Scaled([1 / 127.5, 1 / 127.5, 1 / 127.5], [-1, -1, -1]);

    [Fact]
    public void Outputs_of_images()
    {
        var bytes = new PixelImages(seed: 5);
        var floats = new ScaledImages(seed: 5);
        float[] fromBytes = new float[16 * 4];
        float[] fromFloats = new float[16 * 4];
        bytes.Forward(s_pixels.AsSpan(0, 16 * Length), 16, fromBytes);
        floats.Forward(s_images.AsSpan(0, 16 * Length), 16, fromFloats);
        Assert.Equal(fromFloats, fromBytes);
        Assert.All(fromBytes, logit => Assert.True(float.IsFinite(logit)));

        using PixelImages.Session session = bytes.CreateSession();
        Span<float> one = stackalloc float[4];
        session.Forward(s_pixels.AsSpan(3 * Length, Length), one);
        floats.Forward(s_images.AsSpan(3 * Length, Length), fromFloats.AsSpan(0, 4));
        Assert.Equal(fromFloats.AsSpan(0, 4), one);
    }

    [Fact]
    public void Outputs_of_features()
    {
        float[] fromBytes = new float[4];
        float[] fromFloats = new float[4];
        for (int sample = 0; sample < 5; sample++)
        {
            new PixelFeatures(seed: 5).Forward(s_pixels.AsSpan(sample * Length, Length), fromBytes);
            new ScaledFeatures(seed: 5).Forward(s_features.AsSpan(sample * Length, Length), fromFloats);
            Assert.Equal(fromFloats, fromBytes);
        }
    }

    [Fact]
    public void Losses_and_gradients_of_a_batch_in_chunks()
    {
        var bytes = new PixelImages(seed: 5);
        var floats = new ScaledImages(seed: 5);
        float[] fromBytes = new float[PixelImages.Description.ParameterLength];
        float[] fromFloats = new float[PixelImages.Description.ParameterLength];
        Assert.Equal(floats.Gradients(s_images, s_labels, fromFloats), bytes.Gradients(s_pixels, s_labels, fromBytes));
        Assert.Equal(fromFloats, fromBytes);
        Assert.Equal(floats.Evaluate(s_images, s_labels), bytes.Evaluate(s_pixels, s_labels));
    }

    [Fact]
    public void Steps()
    {
        var bytes = new PixelFeatures(seed: 5);
        var floats = new ScaledFeatures(seed: 5);
        var first = new Adam(0.01f);
        var second = new Adam(0.01f);
        for (int step = 0; step < 4; step++)
        {
            Assert.Equal(floats.TrainStep(s_features, s_labels, second), bytes.TrainStep(s_pixels, s_labels, first));
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_training(int workers)
    {
        TrainingReport fromBytes = Fit(new PixelImages(seed: 5), Dataset.Of(s_pixels, s_labels), workers);
        TrainingReport fromFloats = Fit(new ScaledImages(seed: 5), Dataset.Of(s_images, s_labels), workers);
        Assert.Equal(fromFloats.Epochs.Select(epoch => epoch.Loss), fromBytes.Epochs.Select(epoch => epoch.Loss));
    }

    [Fact]
    public void Data_with_a_scale_of_their_own_are_refused()
    {
        var trainer = new Trainer<PixelImages>(new PixelImages(seed: 5));
        ArgumentException exception = Assert.Throws<ArgumentException>(() => trainer.Fit(Dataset.Of(s_pixels, 1f / 255, s_labels), cancellation: TestContext.Current.CancellationToken));
        Assert.Contains("the network scales bytes itself", exception.Message, StringComparison.Ordinal);
        exception = Assert.Throws<ArgumentException>(() => trainer.Fit(Dataset.Of(s_images, s_labels), cancellation: TestContext.Current.CancellationToken));
        Assert.Contains("the network takes UInt8, and the training data are Float32", exception.Message, StringComparison.Ordinal);
    }

    private static TrainingReport Fit<T>(T network, Dataset data, int workers)
        where T : class, ITrainableNetwork<T> =>
        new Trainer<T>(network)
        {
            Epochs = 2,
            BatchSize = 10,
            Workers = workers,
            Augmentation = new ImageAugmentation(3, 9, 20) { HorizontalFlip = 0.5 },
        }.Fit(data, cancellation: TestContext.Current.CancellationToken);

    private static float[] Scaled(double[] scales, double[] offsets) =>
        [.. s_pixels.Select((pixel, i) => (pixel * (float)scales[i / (9 * 20) % 3]) + (float)offsets[i / (9 * 20) % 3])];
}
