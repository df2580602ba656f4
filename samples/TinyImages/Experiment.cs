using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading;
using NetCompiler.Data;
using NetCompiler.Training;

namespace NetCompiler.Samples.TinyImages;

/// <summary>Trains the network, tests it, saves it, and shows what it confuses.</summary>
internal static class Experiment
{
    /// <summary>Width and height of an image.</summary>
    public const int Size = 32;

    /// <summary>How many mistakes the page shows.</summary>
    public const int PageMistakes = 48;

    private const float LearningRate = 3e-3f;

    /// <summary>Runs it.</summary>
    /// <param name="data">The images.</param>
    /// <param name="options">What the command line asks for.</param>
    /// <param name="output">Receives the tables.</param>
    /// <param name="cancellation">Ends the training early; what has been learnt is then tested and saved.</param>
    /// <returns>The share of test images that are right.</returns>
    public static double Run(ImageSet data, TinyImagesOptions options, TextWriter output, CancellationToken cancellation)
    {
        output.WriteLine(TinyResNet.Summary.TrimEnd());
        output.WriteLine();
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{options.Dataset}: {data.Train.Count} images to train on, {data.Validation.Count} to validate, {data.Test.Count} to test"));
        output.WriteLine();
        output.WriteLine("epoch   train loss   train accuracy   validation loss   validation accuracy   images/s");

        var network = new TinyResNet(options.Seed);
        var trainer = new Trainer<TinyResNet>(network)
        {
            Optimizer = new Adam(LearningRate),
            Schedule = new CosineAnnealingLR(),
            Epochs = options.Epochs,
            BatchSize = TinyResNet.Batch,
            Workers = options.Workers,
            Seed = options.Seed,
            Augmentation = options.Augment ? new ImageAugmentation(3, Size, Size) { CropPadding = 4, HorizontalFlip = 0.5 } : null,
            Progress = new Table(output),
        };
        TrainingReport report = trainer.Fit(data.Train, data.Validation, cancellation);
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{report.Steps} steps in {report.Duration.TotalSeconds:F1} s with {options.Workers} worker{(options.Workers == 1 ? string.Empty : "s")}{(report.Cancelled ? "; stopped early" : string.Empty)}"));
        output.WriteLine();

        (ConfusionMatrix confusion, List<Mistake> mistakes) = Test(network, data);
        double accuracy = confusion.Value;
        output.WriteLine("what test images are (rows), and what they are taken for (columns):");
        output.Write(confusion.ToString());
        output.WriteLine();
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"test accuracy: {100 * accuracy:F2} % ({confusion.Right} of {confusion.Total})"));

        NetworkFile.Save(network, options.Output.FullName, new NetworkMetadata { ClassNames = [.. data.ClassNames] });
        output.WriteLine($"weights saved to {options.Output.FullName}");
        File.WriteAllText(options.Page.FullName, MistakePage.Write(options.Dataset, report.Epochs.Count, report.Duration, confusion, [.. mistakes.OrderByDescending(mistake => mistake.Probability).Take(PageMistakes)]));
        output.WriteLine($"the {Math.Min(PageMistakes, mistakes.Count)} most confident mistakes of {mistakes.Count}: {options.Page.FullName}");
        return accuracy;
    }

    private static (ConfusionMatrix Confusion, List<Mistake> Mistakes) Test(TinyResNet network, ImageSet data)
    {
        var confusion = new ConfusionMatrix(data.ClassNames);
        var mistakes = new List<Mistake>();
        byte[] pixels = new byte[TinyResNet.InputLength];
        float[] logits = new float[TinyResNet.OutputLength];
        for (int sample = 0; sample < data.Test.Count; sample++)
        {
            data.Test.CopyInput(sample, pixels);
            network.Forward(pixels, logits);
            int label = data.Test.Label(sample);
            double[] probabilities = Softmax(logits);
            int predicted = Array.IndexOf(probabilities, probabilities.Max());
            confusion.Add(predicted, label);
            if (predicted != label)
            {
                mistakes.Add(new Mistake(sample, (byte[])pixels.Clone(), label, predicted, probabilities[predicted], probabilities[label]));
            }
        }

        return (confusion, mistakes);
    }

    /// <summary>Probabilities of logits; no exponent is positive, so none overflows.</summary>
    internal static double[] Softmax(ReadOnlySpan<float> logits)
    {
        float largest = logits[0];
        foreach (float logit in logits)
        {
            largest = Math.Max(largest, logit);
        }

        var probabilities = new double[logits.Length];
        for (int i = 0; i < logits.Length; i++)
        {
            probabilities[i] = Math.Exp(logits[i] - largest);
        }

        double sum = probabilities.Sum();
        return Array.ConvertAll(probabilities, probability => probability / sum);
    }

    /// <summary>Writes a line for each epoch.</summary>
    private sealed class Table(TextWriter output) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value)
        {
            if (value.EpochCompleted)
            {
                output.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{value.Epoch,5}   {value.Loss,10:F4}   {100 * value.Accuracy,12:F2} %   {value.ValidationLoss,15:F4}   {100 * value.ValidationAccuracy,17:F2} %   {value.SamplesPerSecond,8:F0}"));
            }
        }
    }
}
