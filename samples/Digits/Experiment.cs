using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Threading;
using NetCompiler.Data;
using NetCompiler.Training;

namespace NetCompiler.Samples.Digits;

/// <summary>The whole story of a network: summary, training, test, saving, loading, prediction.</summary>
internal static class Experiment
{
    private const float LearningRate = 2e-3f;

    /// <summary>Runs it.</summary>
    /// <typeparam name="TNetwork">The network's class.</typeparam>
    /// <param name="network">The network, freshly initialised.</param>
    /// <param name="data">The images.</param>
    /// <param name="options">What the command line asks for.</param>
    /// <param name="view">Shows everything.</param>
    /// <param name="cancellation">Ends the training early; what has been learnt is then tested and saved.</param>
    public static void Run<TNetwork>(TNetwork network, ImageData data, DigitsOptions options, TerminalView view, CancellationToken cancellation)
        where TNetwork : class, IClassifier<TNetwork>
    {
        view.ShowSummary(TNetwork.Description.Summary);
        view.ShowMessage(string.Create(
            CultureInfo.InvariantCulture,
            $"{options.Dataset}: {data.Train.Count} images to train on, {data.Validation.Count} to validate, {data.Test.Count} to test"));

        var trainer = new Trainer<TNetwork>(network)
        {
            Optimizer = new Adam(LearningRate),
            Schedule = new CosineAnnealingLR(),
            Epochs = options.Epochs,
            BatchSize = TNetwork.Description.Batch,
            Workers = options.Workers,
            Seed = options.Seed,
        };
        TrainingReport report = view.ShowTraining(progress =>
        {
            trainer.Progress = progress;
            return trainer.Fit(data.Train, data.Validation, cancellation);
        });
        view.ShowTraining(report, options.Workers);

        EvaluationResult test = trainer.Evaluate(data.Test);
        view.ShowTest(test);

        var metadata = new NetworkMetadata { ClassNames = data.ClassNames, InputScale = ImageData.Scale, InputOffset = 0f };
        NetworkFile.Save(network, options.Output.FullName, metadata);
        view.ShowMessage($"weights saved to {options.Output.FullName}");

        TNetwork loaded = NetworkFile.Load<TNetwork>(options.Output.FullName);
        NetworkMetadata saved = NetworkFile.ReadMetadata(options.Output.FullName);
        view.ShowMessage("the same weights, loaded again, on test images:");
        view.ShowPredictions(Predict(loaded, data.Test, view.PredictionsInARow), saved.ClassNames);
    }

    private static List<(float[] Image, int Label, Prediction Prediction)> Predict<TNetwork>(TNetwork network, Dataset test, int count)
        where TNetwork : class, IClassifier<TNetwork>
    {
        var predictions = new List<(float[] Image, int Label, Prediction Prediction)>();
        Span<float> logits = stackalloc float[10];

        // Far apart, and not all of one digit: the drawn ones come in the order 0 to 9.
        foreach (int sample in Enumerable.Range(0, count).Select(i => (i * (test.Count / count)) + (4 * i) + 3))
        {
            float[] image = new float[ImageData.Size * ImageData.Size];
            test.CopyInput(sample, image);
            network.Forward(image, logits);
            predictions.Add((image, test.Label(sample), Prediction.Of(logits)));
        }

        return predictions;
    }
}
