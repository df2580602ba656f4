using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using NetCompiler.Training;
using Spectre.Console;

namespace NetCompiler.Samples.Digits;

/// <summary>Shows an experiment on the terminal: with a moving bar where there is one, and as plain lines where output goes to a file.</summary>
internal sealed class TerminalView
{
    private const int Gap = 2;

    private readonly IAnsiConsole _console = AnsiConsole.Console;
    private readonly bool _interactive = AnsiConsole.Profile.Capabilities.Interactive && !Console.IsOutputRedirected;

    /// <summary>How many images fit side by side; 3 where output goes to a file.</summary>
    public int PredictionsInARow => _interactive ? Math.Clamp((_console.Profile.Width + Gap) / (ImageArt.Width + Gap), 1, 5) : 3;

    /// <summary>Shows a network's table.</summary>
    public void ShowSummary(string summary)
    {
        Write(summary.TrimEnd());
        Write(string.Empty);
    }

    /// <summary>Shows a sentence.</summary>
    public void ShowMessage(string message) => Write(message);

    /// <summary>Shows a training: one line for each epoch and, on a terminal, how far the present one is.</summary>
    /// <param name="train">Trains, and reports to its argument.</param>
    /// <returns>What <paramref name="train"/> returns.</returns>
    public TrainingReport ShowTraining(Func<IProgress<TrainingProgress>, TrainingReport> train)
    {
        Write(string.Empty);
        Write("epoch   train loss   train accuracy   validation loss   validation accuracy");
        if (!_interactive)
        {
            return train(new ProgressView(ShowEpoch, null));
        }

        return _console.Progress()
            .AutoClear(true)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .Start(context => train(new ProgressView(ShowEpoch, context.AddTask("epoch 1", maxValue: 1))));
    }

    /// <summary>Shows how long a training took.</summary>
    public void ShowTraining(TrainingReport report, int workers)
    {
        string cancelled = report.Cancelled ? "; stopped early" : string.Empty;
        double rate = report.Samples / Math.Max(report.Duration.TotalSeconds, 1e-9);
        Write(string.Create(
            CultureInfo.InvariantCulture,
            $"{report.Steps} steps in {report.Duration.TotalSeconds:F1} s with {workers} worker{(workers == 1 ? string.Empty : "s")}, {rate:N0} images a second{cancelled}"));
        Write(string.Empty);
    }

    /// <summary>Shows the result.</summary>
    public void ShowTest(EvaluationResult test)
    {
        Write(string.Create(CultureInfo.InvariantCulture, $"test loss: {test.Loss:F4}"));
        Write(string.Create(CultureInfo.InvariantCulture, $"test accuracy: {100 * test.Accuracy:F2} %"));
    }

    /// <summary>Shows images side by side, and under each what it is and what the network reads.</summary>
    public void ShowPredictions(IReadOnlyList<(float[] Image, int Label, Prediction Prediction)> predictions, IReadOnlyList<string> classNames)
    {
        foreach (string line in ImageArt.Draw([.. predictions.Select(prediction => prediction.Image)], Gap))
        {
            Write(line.TrimEnd());
        }

        Write(Captions(predictions, prediction => $"this is: {classNames[prediction.Label]}"));
        Write(Captions(predictions, prediction => string.Create(
            CultureInfo.InvariantCulture,
            $"predicted: {classNames[prediction.Prediction.Class]} ({100 * prediction.Prediction.Probability:F1} %)")));
    }

    private static string Captions<T>(IReadOnlyList<T> items, Func<T, string> caption)
    {
        return string.Concat(items.Select(item => caption(item).PadRight(ImageArt.Width + Gap))).TrimEnd();
    }

    private void ShowEpoch(TrainingProgress progress)
    {
        Write(string.Create(
            CultureInfo.InvariantCulture,
            $"{progress.Epoch,5}   {progress.Loss,10:F4}   {100 * progress.Accuracy,12:F2} %   {progress.ValidationLoss,15:F4}   {100 * progress.ValidationAccuracy,17:F2} %"));
    }

    // A line is a line where output goes to a file; a terminal wraps what is too long.
    private void Write(string line)
    {
        if (_interactive)
        {
            _console.WriteLine(line);
        }
        else
        {
            Console.WriteLine(line);
        }
    }

    /// <summary>Turns reports into lines and the movement of a bar.</summary>
    private sealed class ProgressView(Action<TrainingProgress> showEpoch, ProgressTask? bar) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value)
        {
            if (bar is not null)
            {
                bar.MaxValue = (double)value.Epochs * value.Steps;
                bar.Value = ((value.Epoch - 1.0) * value.Steps) + value.Step;
                bar.Description = string.Create(CultureInfo.InvariantCulture, $"epoch {value.Epoch} of {value.Epochs}, loss {value.Loss:F4}");
            }

            if (value.EpochCompleted)
            {
                showEpoch(value);
            }
        }
    }
}
