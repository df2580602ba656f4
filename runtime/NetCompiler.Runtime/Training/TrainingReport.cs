using System;
using System.Collections.Generic;
using System.Globalization;
using System.Text;

namespace NetCompiler.Training;

/// <summary>What a training did.</summary>
public sealed class TrainingReport
{
    internal TrainingReport(IReadOnlyList<EpochRecord> epochs, bool cancelled, long steps, long samples, TimeSpan duration)
    {
        Epochs = epochs;
        Cancelled = cancelled;
        Steps = steps;
        Samples = samples;
        Duration = duration;
    }

    /// <summary>The epochs that were trained to their end.</summary>
    public IReadOnlyList<EpochRecord> Epochs { get; }

    /// <summary>Whether the training was cancelled. The network then has the parameters of its last whole step and can be used, saved and trained on.</summary>
    public bool Cancelled { get; }

    /// <summary>Steps that the optimizer took, those of a cancelled epoch included.</summary>
    public long Steps { get; }

    /// <summary>Samples trained on, those of a cancelled epoch included.</summary>
    public long Samples { get; }

    /// <summary>How long the training took.</summary>
    public TimeSpan Duration { get; }

    /// <summary>One line an epoch.</summary>
    /// <returns>Text for a terminal.</returns>
    public override string ToString()
    {
        var text = new StringBuilder();
        CultureInfo culture = CultureInfo.InvariantCulture;
        foreach (EpochRecord epoch in Epochs)
        {
            text.Append(culture, $"epoch {epoch.Epoch}: loss {epoch.Loss:F4}");
            if (epoch.Objective != epoch.Loss)
            {
                text.Append(culture, $", objective {epoch.Objective:F4}");
            }

            if (epoch.Accuracy is { } accuracy)
            {
                text.Append(culture, $", accuracy {100 * accuracy:F2} %");
            }

            if (epoch.ValidationLoss is { } validationLoss)
            {
                text.Append(culture, $", validation loss {validationLoss:F4}");
            }

            if (epoch.ValidationAccuracy is { } validationAccuracy)
            {
                text.Append(culture, $", validation accuracy {100 * validationAccuracy:F2} %");
            }

            foreach (MetricValue metric in epoch.ValidationMetrics)
            {
                text.Append(culture, $", validation {metric.Name} {metric.Value:F4}");
            }

            text.Append(culture, $", {epoch.Duration.TotalSeconds:F2} s\n");
        }

        text.Append(culture, $"{Steps} steps, {Samples} samples, {Duration.TotalSeconds:F2} s{(Cancelled ? ", cancelled" : string.Empty)}");
        return text.ToString();
    }
}
