using System;
using System.Globalization;
using System.IO;
using NetCompiler.Training;
using Spectre.Console;

namespace NetCompiler.Samples.Shakespeare;

/// <summary>Shows an experiment on the terminal: with a moving bar where there is one, and as plain lines where output goes to a file.</summary>
internal sealed class TerminalView
{
    private readonly IAnsiConsole _console = AnsiConsole.Console;
    private readonly TextWriter _output;
    private readonly bool _interactive;

    /// <summary>Shows on the terminal.</summary>
    public TerminalView()
    {
        _output = Console.Out;
        _interactive = AnsiConsole.Profile.Capabilities.Interactive && !Console.IsOutputRedirected;
    }

    /// <summary>Writes plain lines.</summary>
    public TerminalView(TextWriter output) => _output = output;

    /// <summary>Shows a network's table.</summary>
    public void ShowSummary(string summary)
    {
        ShowMessage(summary.TrimEnd());
        ShowMessage(string.Empty);
    }

    /// <summary>Shows a sentence.</summary>
    public void ShowMessage(string message)
    {
        // A line is a line where output goes to a file; a terminal wraps what is too long.
        if (_interactive)
        {
            _console.WriteLine(message);
        }
        else
        {
            _output.WriteLine(message);
        }
    }

    /// <summary>Shows text as it is, without a line end.</summary>
    public void ShowText(string text) => _output.Write(text);

    /// <summary>Shows a character at once.</summary>
    public void ShowCharacter(char character) => _output.Write(character);

    /// <summary>Shows a training: one line for each epoch and, on a terminal, how far the present one is.</summary>
    /// <param name="characters">Characters in a sample.</param>
    /// <param name="train">Trains, and reports to its argument.</param>
    /// <returns>What <paramref name="train"/> returns.</returns>
    public TrainingReport ShowTraining(int characters, Func<IProgress<TrainingProgress>, TrainingReport> train)
    {
        ShowMessage(string.Empty);
        ShowMessage("epoch   train loss   validation loss   validation accuracy   characters/s   seconds");
        if (!_interactive)
        {
            return train(new ProgressView(this, characters, null));
        }

        return _console.Progress()
            .AutoClear(true)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .Start(context => train(new ProgressView(this, characters, context.AddTask("epoch 1", maxValue: 1))));
    }

    /// <summary>Shows how long a training took, and what it reached.</summary>
    public void ShowTraining(TrainingReport report, int characters, int workers)
    {
        string cancelled = report.Cancelled ? "; stopped early" : string.Empty;
        double rate = report.Samples * (double)characters / Math.Max(report.Duration.TotalSeconds, 1e-9);
        ShowMessage(string.Create(
            CultureInfo.InvariantCulture,
            $"{report.Steps} steps in {report.Duration.TotalSeconds:F1} s with {workers} worker{(workers == 1 ? string.Empty : "s")}, {rate:N0} characters a second{cancelled}"));
        if (report.Epochs is [.., { ValidationLoss: { } loss }])
        {
            ShowMessage(string.Create(CultureInfo.InvariantCulture, $"validation loss: {loss:F4} nats a character"));
        }

        ShowMessage(string.Empty);
    }

    private void ShowEpoch(TrainingProgress progress, int characters)
    {
        ShowMessage(string.Create(
            CultureInfo.InvariantCulture,
            $"{progress.Epoch,5}   {progress.Loss,10:F4}   {progress.ValidationLoss,15:F4}   {100 * progress.ValidationAccuracy,17:F2} %   {progress.SamplesPerSecond * characters,12:N0}   {progress.Elapsed.TotalSeconds,7:F1}"));
    }

    /// <summary>Turns reports into lines and the movement of a bar.</summary>
    private sealed class ProgressView(TerminalView view, int characters, ProgressTask? bar) : IProgress<TrainingProgress>
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
                view.ShowEpoch(value, characters);
            }
        }
    }
}
